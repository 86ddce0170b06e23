"""An edition as its readers see it, in their language where there is a translation: on the web, by mail, on paper."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from services.notify.domain.contribution import Picture
from services.notify.domain.edition import EditionText
from shared.messages.event_details import Place, WallTime

# As much of a contribution as stands in the mail; the rest is on the web.
OPENING_LENGTH = 420


class ComposedContribution(Struct, frozen=True, kw_only=True):
    """`language` is that of title, text and aim."""

    id: UUID
    organisation_name: str
    language: str
    title: str
    text: str
    aim: str
    place: str
    contact: str
    link: str | None
    logo: Picture | None
    photos: list[Picture]

    @property
    def pictures(self) -> list[Picture]:
        return [self.logo, *self.photos] if self.logo else self.photos

    @property
    def anchor(self) -> str:
        return f"c{self.id.hex[:8]}"

    @property
    def opening(self) -> str:
        """How the text begins, cut between words."""
        if len(self.text) <= OPENING_LENGTH:
            return self.text
        cut = self.text[:OPENING_LENGTH].rsplit(maxsplit=1)[0]
        return f"{cut.rstrip(' ,;:–-')} …"


class ComposedEvent(Struct, frozen=True, kw_only=True):
    """A coming event on its first date in the days of the edition; `repeats` says that there are more of them."""

    title: str
    language: str
    organisation_name: str
    url: str
    starts_at: WallTime | None
    ends_at: WallTime | None
    starts_on: date | None
    ends_on: date | None
    time_zone: str
    repeats: bool
    place: Place | None
    online: bool


class ComposedEdition(Struct, frozen=True, kw_only=True):
    """`language` is the reader's; each text names its own."""

    id: UUID
    slug: str
    number: int
    language: str
    text: EditionText
    contributions: list[ComposedContribution]
    events: list[ComposedEvent]
    published_at: datetime | None = None
    corrected_at: datetime | None = None

    @property
    def path(self) -> str:
        return f"/newsletter/{self.slug}"

    @property
    def notices(self) -> list[str]:
        return [notice.strip() for notice in self.text.notices.split("\n\n") if notice.strip()]


class PublishedEdition(Struct, frozen=True, kw_only=True):
    """An edition in the archive, with its own words in the reader's language where they are there."""

    id: UUID
    number: int
    slug: str
    published_at: datetime
    corrected_at: datetime | None
    text: EditionText

    @property
    def path(self) -> str:
        return f"/newsletter/{self.slug}"

    @property
    def updated_at(self) -> datetime:
        return self.corrected_at or self.published_at
