"""A picture as it is stored: in three sizes, each a file."""

import hashlib
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from shared.problems import Conflict, FieldProblem, Invalid
from shared.translations import N_

# Enough to tell one content from another; it stands in an address.
DIGEST_LENGTH = 12
EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png"}

Alt = Annotated[str, Meta(title=N_("What the picture shows"), min_length=1, max_length=300)]
Credit = Annotated[str, Meta(title=N_("Who took it"), max_length=120)]
Position = Annotated[int, Meta(title=N_("Place in the order"), ge=1, le=20)]
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


class PictureFields(Struct, frozen=True, kw_only=True):
    """What is said about a picture; the one at position 1 is shown first, in mails and calendars too."""

    alt: Alt
    credit: Credit = ""
    position: Position = 1


class NewPicture(Struct, frozen=True, kw_only=True):
    """A picture and what is said about it."""

    file: File
    alt: Alt
    credit: Credit = ""
    released: Annotated[bool, Meta(title=N_("I may publish this picture, and the people in it agree"))]


class NewPictureOrLogo(NewPicture, frozen=True, kw_only=True):
    is_logo: Annotated[bool, Meta(title=N_("This is our logo"))] = False


class DrawnPicture(Struct, frozen=True, kw_only=True):
    """A picture in its sizes, with what is said about it."""

    id: UUID
    alt: str
    credit: str
    files: dict[PictureSize, StoredFile]

    @property
    def small(self) -> StoredFile:
        return self.files[PictureSize.SMALL]

    @property
    def large(self) -> StoredFile:
        return self.files[PictureSize.LARGE]

    @property
    def original(self) -> StoredFile:
        return self.files[PictureSize.ORIGINAL]

    def name(self, size: PictureSize | str) -> str:
        """The last part of its address: what it holds never changes, so that it can be kept for ever."""
        file = self.files[PictureSize(size)]
        return f"{size}-{file.sha256[:DIGEST_LENGTH]}.{EXTENSIONS[file.media_type]}"

    def is_drawn_as(self, files: list[PictureFile]) -> bool:
        """Whether these are the very same bytes."""
        return {file.size: file.sha256 for file in files} == {size: file.sha256 for size, file in self.files.items()}


class TooManyFiles(Conflict):
    title = N_("There are enough already")
    detail = N_("Please delete one first.")


def check_released(picture: NewPicture) -> None:
    """Raises `Invalid` unless somebody vouches for the picture."""
    if not picture.released:
        raise Invalid(NOT_RELEASED)
