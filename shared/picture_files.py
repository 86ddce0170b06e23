"""A picture as it is stored: in three sizes, each a file."""

import hashlib
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from shared.problems import FieldProblem
from shared.translations import N_

# Enough to tell one content from another; it stands in an address.
DIGEST_LENGTH = 12
EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png"}

Alt = Annotated[str, Meta(title=N_("What the picture shows"), min_length=1, max_length=300)]
Credit = Annotated[str, Meta(title=N_("Who took it"), max_length=120)]
File = Annotated[bytes, Meta(title=N_("File"), extra_json_schema={"contentEncoding": "binary"})]


class PictureSize(StrEnum):
    """`small` for mails and lists, `large` for pages, `original` at full resolution for newspapers and print."""

    SMALL = "small"
    LARGE = "large"
    ORIGINAL = "original"


class PictureFile(Struct, frozen=True, kw_only=True):
    """A picture in one size; width and height are in pixels."""

    size: PictureSize
    media_type: str
    width: int
    height: int
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


class StoredFile(Struct, frozen=True, kw_only=True):
    """A picture in one size, but for its bytes."""

    media_type: str
    width: int
    height: int
    size_bytes: int
    sha256: str


NOT_RELEASED = FieldProblem(field="released", text=N_("We may only show pictures that may be published."))
NO_FILE = FieldProblem(field="file", text=N_("Please choose a file."))


def name_of(files: Mapping[PictureSize, StoredFile], size: PictureSize) -> str:
    """The last part of its address: what it holds never changes, so that it can be kept for ever."""
    file = files[size]
    return f"{size}-{file.sha256[:DIGEST_LENGTH]}.{EXTENSIONS[file.media_type]}"
