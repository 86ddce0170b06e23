"""What hangs on an entry or an organisation: its pictures and flyers as they are stored and shown."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from slugify import slugify

from shared.messages.event_details import Flyer, Picture
from shared.picture_files import (
    DIGEST_LENGTH,
    NOT_RELEASED,
    Alt,
    Credit,
    File,
    PictureFile,
    PictureSize,
    StoredFile,
    name_of,
)
from shared.problems import Conflict, Invalid
from shared.translations import N_

MOST_PICTURES = 6
# Of an organisation, beside its logo.
MOST_PHOTOS = 3
MOST_FLYERS = 4

FlyerTitle = Annotated[str, Meta(title=N_("Title of the flyer"), min_length=1, max_length=120)]
Position = Annotated[int, Meta(title=N_("Place in the order"), ge=1, le=20)]


class PictureFields(Struct, frozen=True, kw_only=True):
    """What is said about a picture; the one at position 1 is shown first, and in calendars."""

    alt: Alt
    credit: Credit = ""
    position: Position = 1


class NewPicture(Struct, frozen=True, kw_only=True):
    """A picture and what is said about it."""

    file: File
    alt: Alt
    credit: Credit = ""
    released: Annotated[bool, Meta(title=N_("I may publish this picture, and the people in it agree"))]


class NewOrganisationPicture(NewPicture, frozen=True, kw_only=True):
    is_logo: Annotated[bool, Meta(title=N_("This is our logo"))] = False


class FlyerFields(Struct, frozen=True, kw_only=True):
    title: FlyerTitle
    position: Position = 1


class NewFlyer(Struct, frozen=True, kw_only=True):
    """A PDF and its title."""

    file: File
    title: FlyerTitle


class TooManyFiles(Conflict):
    title = N_("There are enough already")
    detail = N_("Please delete one first.")


class Owner(Struct, frozen=True, kw_only=True):
    """Whose pictures they are: one of the two."""

    event_id: UUID | None = None
    organisation_id: UUID | None = None


class Release(Struct, frozen=True, kw_only=True):
    """Who said that a picture may be published, and when; no member when a website said so by its token."""

    organisation_id: UUID
    member_id: UUID | None
    at: datetime


class StoredPicture(Struct, frozen=True, kw_only=True):
    """A picture as it is stored, but for its bytes."""

    id: UUID
    event_id: UUID | None
    organisation_id: UUID | None
    position: int
    alt: str
    credit: str
    is_logo: bool
    released_at: datetime
    released_by: str
    files: dict[PictureSize, StoredFile]

    @property
    def owner(self) -> Owner:
        return Owner(event_id=self.event_id, organisation_id=self.organisation_id)

    @property
    def small(self) -> StoredFile:
        return self.files[PictureSize.SMALL]

    @property
    def large(self) -> StoredFile:
        return self.files[PictureSize.LARGE]

    @property
    def original(self) -> StoredFile:
        return self.files[PictureSize.ORIGINAL]

    def is_drawn_as(self, files: list[PictureFile]) -> bool:
        """Whether these are the very same bytes."""
        return {file.size: file.sha256 for file in files} == {size: file.sha256 for size, file in self.files.items()}

    def name(self, size: PictureSize | str) -> str:
        """The last part of its address."""
        return name_of(self.files, PictureSize(size))

    def path(self, size: PictureSize | str) -> str:
        return f"/pictures/{self.id}/{self.name(size)}"

    def announced(self, base_url: str) -> Picture:
        """As others hear of it."""
        return Picture(
            id=self.id,
            alt=self.alt,
            credit=self.credit,
            width=self.large.width,
            height=self.large.height,
            url=base_url + self.path(PictureSize.LARGE),
            small_url=base_url + self.path(PictureSize.SMALL),
            original_url=base_url + self.path(PictureSize.ORIGINAL),
        )


class StoredFlyer(Struct, frozen=True, kw_only=True):
    """A flyer as it is stored, but for its bytes."""

    id: UUID
    event_id: UUID
    position: int
    title: str
    size_bytes: int
    sha256: str

    @property
    def owner(self) -> Owner:
        return Owner(event_id=self.event_id)

    @property
    def ending(self) -> str:
        """How the last part of its address ends; what stands before says to people what it is, and may change."""
        return f"-{self.sha256[:DIGEST_LENGTH]}.pdf"

    @property
    def path(self) -> str:
        return f"/flyers/{self.id}/{slugify(self.title, max_length=60) or 'flyer'}{self.ending}"

    def announced(self, base_url: str) -> Flyer:
        """As others hear of it."""
        return Flyer(id=self.id, title=self.title, url=base_url + self.path, size_bytes=self.size_bytes)


def check_released(picture: NewPicture) -> None:
    """Raises `Invalid` unless somebody vouches for the picture."""
    if not picture.released:
        raise Invalid(NOT_RELEASED)


def check_room(owner: Owner, count: int, *, is_logo: bool) -> None:
    """Raises `TooManyFiles` when an event has as many pictures as it may have, or an organisation logos or photos."""
    if count >= room_of(owner, is_logo=is_logo):
        raise TooManyFiles


def room_of(owner: Owner, *, is_logo: bool = False) -> int:
    if is_logo:
        return 1
    return MOST_PICTURES if owner.event_id else MOST_PHOTOS
