"""What an organisation gives to a newsletter edition: words and pictures."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from urllib.parse import urlsplit
from uuid import UUID

from msgspec import Meta, Struct

from services.notify.domain.edition import LanguageCode, Title
from shared.forms import PROSE
from shared.picture_files import DrawnPicture, PictureSize, TooManyFiles
from shared.problems import Conflict, invalid
from shared.translations import N_, closest

# Beside the logo.
MOST_PHOTOS = 3
# Of one organisation in one edition.
MOST_CONTRIBUTIONS = 5

Link = Annotated[str, Meta(max_length=500)]


class ContributionState(StrEnum):
    OFFERED = "offered"
    ACCEPTED = "accepted"
    LEFT_OUT = "left_out"


STATE_NAMES = {
    ContributionState.OFFERED: N_("Not decided yet"),
    ContributionState.ACCEPTED: N_("In the edition"),
    ContributionState.LEFT_OUT: N_("Left out"),
}


class ContributionTextFields(Struct, frozen=True, kw_only=True):
    """The words of a contribution in one language."""

    title: Title
    text: Annotated[str, Meta(title=N_("Text"), min_length=1, max_length=6000, extra=PROSE)]
    aim: Annotated[str, Meta(title=N_("What it is for"), max_length=500, extra=PROSE)] = ""


class ContributionTranslation(ContributionTextFields, frozen=True, kw_only=True):
    """The same in one more language; `version` is that of the contribution which was read before."""

    version: int = 0


class ContributionFields(ContributionTextFields, frozen=True, kw_only=True):
    """What an organisation says; `version` is that of the contribution which was read before."""

    language: LanguageCode = "de"
    place: Annotated[str, Meta(title=N_("Place"), max_length=200)] = ""
    contact: Annotated[str, Meta(title=N_("Contact"), max_length=300)] = ""
    link: Annotated[Link | None, Meta(title=N_("Link to read more"))] = None
    version: int = 0


class ContributionText(ContributionTextFields, frozen=True, kw_only=True):
    language: str


class Contribution(Struct, frozen=True, kw_only=True):
    """A contribution as it is stored, but for its pictures. `texts` are its words, those in `language` first."""

    id: UUID
    edition_id: UUID
    organisation_id: UUID
    organisation_name: str
    position: int
    state: ContributionState
    version: int
    language: str
    place: str
    contact: str
    link: str | None
    texts: list[ContributionText]

    @property
    def title(self) -> str:
        return self.texts[0].title

    def text_in(self, language: str) -> ContributionText:
        """Its words in this language where they are there, else as they were first written."""
        return closest(self.texts, language, self.texts[0])


class Picture(DrawnPicture, frozen=True, kw_only=True):
    """A picture as readers see it."""

    def path(self, size: PictureSize | str) -> str:
        """The same address for everybody, so that nobody learns from it who opened a mail."""
        return f"/newsletter/pictures/{self.id}/{self.name(size)}"


class StoredPicture(Picture, frozen=True, kw_only=True):
    """A picture as it is stored, but for its bytes."""

    contribution_id: UUID
    position: int
    is_logo: bool
    released_at: datetime
    released_by: str

    @property
    def as_shown(self) -> Picture:
        return Picture(id=self.id, alt=self.alt, credit=self.credit, files=self.files)


class TooManyContributions(Conflict):
    title = N_("Your organisation has enough contributions in this edition")
    detail = N_("Please change or delete one of them.")


def check_contribution(fields: ContributionFields) -> None:
    """Raises `Invalid` naming the field that does not fit: `javascript:` would run in the reader's browser."""
    if fields.link is None:
        return
    try:
        parts = urlsplit(fields.link)
        is_web = parts.scheme in {"http", "https"} and "." in (parts.hostname or "") and " " not in fields.link
    except ValueError:
        is_web = False
    if not is_web:
        raise invalid("link", N_("This does not look like a web address. An example: https://witten.example"))


def check_room(count: int, *, is_logo: bool) -> None:
    """Raises `TooManyFiles` when there is a logo already, or as many photos as there may be."""
    if count >= (1 if is_logo else MOST_PHOTOS):
        raise TooManyFiles
