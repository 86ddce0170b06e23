"""What hangs on an entry or an organisation: its pictures and flyers as they are stored and shown."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from slugify import slugify

from shared.messages.event_details import Flyer, Picture
from shared.picture_files import DIGEST_LENGTH, DrawnPicture, File, PictureSize, Position, TooManyFiles
from shared.translations import N_

MOST_PICTURES = 6
# Of an organisation, beside its logo.
MOST_PHOTOS = 3
MOST_FLYERS = 4

FlyerTitle = Annotated[str, Meta(title=N_("Title of the flyer"), min_length=1, max_length=120)]


class FlyerFields(Struct, frozen=True, kw_only=True):
    title: FlyerTitle
    position: Position = 1


class NewFlyer(Struct, frozen=True, kw_only=True):
    """A PDF and its title."""

    file: File
    title: FlyerTitle


class Owner(Struct, frozen=True, kw_only=True):
    """Whose pictures they are: one of the two."""

    event_id: UUID | None = None
    organisation_id: UUID | None = None


class Release(Struct, frozen=True, kw_only=True):
    """Who said that a picture may be published, and when; no member when a website said so by its token."""

    organisation_id: UUID
    member_id: UUID | None
    at: datetime


class StoredPicture(DrawnPicture, frozen=True, kw_only=True):
    """A picture as it is stored, but for its bytes."""

    event_id: UUID | None
    organisation_id: UUID | None
    position: int
    is_logo: bool
    released_at: datetime
    released_by: str

    @property
    def owner(self) -> Owner:
        return Owner(event_id=self.event_id, organisation_id=self.organisation_id)

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


def check_room(owner: Owner, count: int, *, is_logo: bool) -> None:
    """Raises `TooManyFiles` when an event has as many pictures as it may have, or an organisation logos or photos."""
    if count >= room_of(owner, is_logo=is_logo):
        raise TooManyFiles


def room_of(owner: Owner, *, is_logo: bool = False) -> int:
    if is_logo:
        return 1
    return MOST_PICTURES if owner.event_id else MOST_PHOTOS
