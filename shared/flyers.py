"""Flyers that people send, made safe to open: a PDF is read, freed of whatever acts by itself, and written anew."""

import io
from collections.abc import Iterator
from urllib.parse import urlsplit

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream
from pikepdf.sanitize import Sanitizer

from shared.file_sizes import MOST_FLYER_BYTES
from shared.problems import Invalid, invalid
from shared.translations import N_

MOST_PAGES = 50
# What the parts of a PDF that have to be unpacked to read it may grow to; its pictures stay packed.
MOST_UNPACKED_BYTES = 200_000_000
# Links stay; what starts programs, sends forms or opens other files goes.
HARMLESS_ACTIONS = frozenset({"/URI", "/GoTo", "/Named"})
HARMLESS_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
# Triggers, forms with a program of their own, attachments, and what the programs that made it noted about it.
UNWANTED_KEYS = (Name.OpenAction, Name.AA, Name.XFA, Name.AF, Name.Metadata, Name.PieceInfo)

SANITIZER = (
    Sanitizer()
    .remove_javascript()
    .remove_attachments()
    .remove_multimedia()
    .remove_thumbnails()
    .remove_search_index()
    .remove_private_app_data()
    .remove_collection()
    .remove_web_capture()
)


def prepare_flyer(content: bytes) -> bytes:
    """The PDF without scripts, attachments and metadata. Raises `Invalid`."""
    if len(content) > MOST_FLYER_BYTES:
        raise invalid("file", N_("A flyer may have at most %(limit)s MB."), limit=MOST_FLYER_BYTES // 1_000_000)
    if not content.startswith(b"%PDF-"):
        raise invalid("file", N_("This is not a PDF. Please save it as a PDF first."))
    pikepdf.settings.set_qpdf_limits(flate_max_memory=MOST_UNPACKED_BYTES, run_length_max_memory=MOST_UNPACKED_BYTES)
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
            check(pdf)
            return cleaned(pdf)
    except pikepdf.PasswordError as error:
        raise locked() from error
    except Invalid:
        raise
    except Exception as error:
        # As with pictures: whatever the reader stumbles over, it is the file.
        raise invalid("file", N_("This PDF is damaged. Please save it anew and send that.")) from error


def check(pdf: Pdf) -> None:
    if pdf.is_encrypted:
        raise locked()
    if not pdf.pages:
        raise invalid("file", N_("This PDF has no pages."))
    if len(pdf.pages) > MOST_PAGES:
        raise invalid("file", N_("A flyer may have at most %(limit)s pages."), limit=MOST_PAGES)


def locked() -> Invalid:
    return invalid("file", N_("This PDF is protected by a password. Please save it without one."))


def cleaned(pdf: Pdf) -> bytes:
    SANITIZER.apply(pdf)
    for part in parts(pdf):
        for key in UNWANTED_KEYS:
            if key in part:
                del part[key]
        for key in (Name.A, Name.Next):
            if key in part and is_harmful(part[key]):
                del part[key]
    del pdf.docinfo
    if Name.ID in pdf.trailer:
        del pdf.trailer[Name.ID]
    buffer = io.BytesIO()
    # The same file gives the same bytes, so that one that is sent twice is known.
    pdf.save(buffer, linearize=True, deterministic_id=True, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return buffer.getvalue()


def parts(pdf: Pdf) -> Iterator[Dictionary | Stream]:
    """Every dictionary of the file, also those inside others, wherever they hang."""
    # What is referred to comes up by itself.
    waiting = list(pdf.objects)
    while waiting:
        part = waiting.pop()
        if isinstance(part, Dictionary | Stream):
            yield part
            waiting.extend(part[key] for key in part.keys() if is_inside(part[key]))  # noqa: SIM118 - a PDF dictionary
        elif isinstance(part, Array):
            waiting.extend(each for each in part if is_inside(each))


def is_inside(part: object) -> bool:
    return isinstance(part, Object) and not part.is_indirect


def is_harmful(value: object) -> bool:
    """Whether this is an action that does more than lead to a page or a website."""
    if isinstance(value, Array):
        return any(is_harmful(each) for each in value)
    if not isinstance(value, Dictionary) or not isinstance(value.get(Name.S), Name):
        return False
    kind = str(value[Name.S])
    if kind == "/URI":
        return urlsplit(str(value.get(Name.URI, ""))).scheme.lower() not in HARMLESS_SCHEMES
    return kind not in HARMLESS_ACTIONS
