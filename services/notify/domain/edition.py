"""A newsletter edition: what its editor says about it, and until when organisations may contribute."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from slugify import slugify

from shared.forms import PROSE
from shared.problems import Conflict, FieldProblem, Invalid, invalid
from shared.translations import LANGUAGE_CODES, N_, closest

LONGEST_SLUG = 60

Title = Annotated[str, Meta(title=N_("Title"), min_length=1, max_length=120)]
Code = Annotated[str, Meta(max_length=120)]
LanguageCode = Annotated[str, Meta(title=N_("Language of this text"), max_length=3)]


class EditionState(StrEnum):
    PREPARING = "preparing"
    SENDING = "sending"
    PAUSED = "paused"
    SENT = "sent"


STATE_NAMES = {
    EditionState.PREPARING: N_("In preparation"),
    EditionState.SENDING: N_("Being sent"),
    EditionState.PAUSED: N_("Paused"),
    EditionState.SENT: N_("Sent"),
}


class EventChoice(Struct, frozen=True, kw_only=True):
    """Which of the coming events the edition lists; none without days. Both days are inclusive."""

    from_on: Annotated[date | None, Meta(title=N_("Events from"))] = None
    until_on: Annotated[date | None, Meta(title=N_("Events until"))] = None
    category: Annotated[Code | None, Meta(title=N_("Category"))] = None
    campaign: Annotated[Code | None, Meta(title=N_("Campaign"))] = None
    language: Annotated[Code | None, Meta(title=N_("Language spoken there"))] = None


class EditionTextFields(Struct, frozen=True, kw_only=True):
    """An edition's own words in one language."""

    title: Title
    welcome: Annotated[str, Meta(title=N_("Word of welcome"), max_length=4000, extra=PROSE)] = ""
    notices: Annotated[str, Meta(title=N_("Short notices"), max_length=4000, extra=PROSE)] = ""


class EditionTranslation(EditionTextFields, frozen=True, kw_only=True):
    """The same in one more language; `version` is that of the edition which was read before."""

    version: int = 0


class EditionFields(EditionTextFields, frozen=True, kw_only=True):
    """What an editor says about an edition; `version` is that of the edition which was read before."""

    language: LanguageCode = "de"
    call_note: Annotated[str, Meta(title=N_("What you would like to read about"), max_length=1000, extra=PROSE)] = ""
    call_closes_on: Annotated[date | None, Meta(title=N_("Last day for contributions"))] = None
    takes_late: Annotated[bool, Meta(title=N_("Take contributions after this day too"))] = False
    events: EventChoice = EventChoice()
    version: int = 0


class EditionText(EditionTextFields, frozen=True, kw_only=True):
    language: str


class Edition(Struct, frozen=True, kw_only=True):
    """An edition as it is stored. `texts` are its own words, those in `language` first."""

    id: UUID
    number: int
    slug: str
    state: EditionState
    version: int
    language: str
    call_note: str
    call_closes_on: date | None
    called_at: datetime | None
    reminded_at: datetime | None
    takes_late: bool
    events: EventChoice
    published_at: datetime | None
    corrected_at: datetime | None
    texts: list[EditionText]

    @property
    def title(self) -> str:
        return self.texts[0].title

    @property
    def path(self) -> str:
        return f"/newsletter/{self.slug}"

    @property
    def is_preparing(self) -> bool:
        return self.state is EditionState.PREPARING

    def text_in(self, language: str) -> EditionText:
        """Its words in this language where they are there, else as they were first written."""
        return closest(self.texts, language, self.texts[0])


class ChangedMeanwhile(Invalid):
    """Somebody else has changed it since it was read; what was typed can be looked at and sent again."""

    def __init__(self) -> None:
        text = N_("Somebody has changed this meanwhile. Save again if yours is to replace theirs.")
        super().__init__(FieldProblem(field="", text=text))


class CallClosed(Conflict):
    title = N_("This edition takes no contributions at the moment")
    detail = N_("Please write to the network if yours should still be in it.")


class AlreadyPublished(Conflict):
    title = N_("This edition has begun to be sent")
    detail = N_("What was mailed stays as it is. You can put right the web edition.")


class NotPublished(Conflict):
    title = N_("This edition has not been sent yet")
    detail = N_("Whatever you change is in it anyway.")


class CallWithoutTime(Conflict):
    title = N_("There is no time left to contribute")
    detail = N_("Please set a last day for contributions that is still to come.")


class HasContributions(Conflict):
    title = N_("Organisations have contributed to this edition")
    detail = N_("Please delete their contributions first.")


def slug_of(title: str, number: int) -> str:
    """Made once from the first title; the address stays when it changes."""
    readable = slugify(title, max_length=LONGEST_SLUG, word_boundary=True)
    return f"{number}-{readable}" if readable else str(number)


def check_preparing(edition: Edition) -> None:
    """Raises `AlreadyPublished`."""
    if not edition.is_preparing:
        raise AlreadyPublished


def takes_contributions(edition: Edition, today: date) -> bool:
    """Whether organisations may contribute on this day in the network's time zone."""
    if not edition.is_preparing or edition.called_at is None or edition.call_closes_on is None:
        return False
    return edition.takes_late or today <= edition.call_closes_on


def check_edition(fields: EditionFields) -> None:
    """Raises `Invalid` naming the field that does not fit."""
    check_language("language", fields.language)
    first, last = fields.events.from_on, fields.events.until_on
    if (first is None) != (last is None):
        missing = "events.from_on" if first is None else "events.until_on"
        raise invalid(missing, N_("Please give both days, or none of them."))
    if first and last and last < first:
        raise invalid("events.until_on", N_("The last day must not be before the first."))


def check_language(field: str, language: str) -> None:
    """Raises `Invalid` for a language that our pages do not have."""
    if language not in LANGUAGE_CODES:
        raise invalid(field, N_("Please choose one of: %(choices)s."), choices=", ".join(LANGUAGE_CODES))
