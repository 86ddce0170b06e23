"""Sets a document as PDF with Typst, in this process.

What people wrote reaches Typst as JSON and stands in the document as text: nothing of it is ever read as markup.
"""

import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

import fontpkg
import msgspec
import segno
import typst

# Noto has the letters of all the languages of our pages, and looks the same on every machine.
FAMILIES = ("Noto Sans", "Noto Sans Arabic")
# A booklet of a hundred pages is about two megabytes.
KEPT_DOCUMENTS = 16

# Longer than any word that people mean.
ENDLESS_WORD = re.compile(r"(\S{30})(?=\S)")

# One after the other: a booklet takes a core for a second or two, and those who ask for the same one share it.
_turn = Lock()


def pdf_of(template: Path, content: dict[str, Any], *, as_of: datetime) -> bytes:
    """The document; the same content gives the same bytes. `codes` in it lists what QR codes lead to."""
    known = msgspec.json.encode(content, order="deterministic")
    with _turn:
        return _set_and_keep(template, known, int(as_of.astimezone(UTC).timestamp()))


def pdf_about_people(template: Path, content: dict[str, Any], *, as_of: datetime) -> bytes:
    """The same, but kept nowhere: who is in it may be forgotten tomorrow."""
    with _turn:
        return _set(template, msgspec.json.encode(content), int(as_of.astimezone(UTC).timestamp()))


def pdf_with_pictures(
    template: Path, content: dict[str, Any], pictures: Mapping[str, bytes], *, as_of: datetime
) -> bytes:
    """The same with pictures, which the template knows by their names; kept nowhere, for they are large."""
    with _turn, TemporaryDirectory() as folder:
        # Typst reads pictures from files alone, and only from those beside the document.
        for name, file in {template.name: template.read_bytes(), **pictures}.items():
            (Path(folder) / name).write_bytes(file)
        return _set(Path(folder) / template.name, msgspec.json.encode(content), int(as_of.astimezone(UTC).timestamp()))


@lru_cache(maxsize=KEPT_DOCUMENTS)
def _set_and_keep(template: Path, content: bytes, created_at: int) -> bytes:
    return _set(template, content, created_at)


def _set(template: Path, content: bytes, created_at: int) -> bytes:
    known = msgspec.json.decode(content)
    known["codes"] = {address: qr_code(address) for address in known["codes"]}
    return typst.compile(
        template,
        root=template.parent,
        font_paths=fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"content": msgspec.json.encode(known).decode()},
        timestamp=created_at,
    )


@cache
def fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=sorted({str(fontpkg.path(family).parent) for family in FAMILIES}),
    )


def qr_code(address: str) -> str:
    """The address as an SVG; the margin that readers of codes need is part of it (ISO/IEC 18004)."""
    drawn = io.BytesIO()
    segno.make(address, micro=False, error="m").save(drawn, kind="svg", border=4, xmldecl=False)
    return drawn.getvalue().decode()


def breakable(text: str) -> str:
    """The text with places at which even one endless word goes on in the next line."""
    return ENDLESS_WORD.sub("\\1\u200b", text)
