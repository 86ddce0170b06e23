"""An event, and what may be done with it in which state."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from services.events.domain import dates, recurrence
from services.events.domain.details import (
    ConferenceFields,
    CoordinatesFields,
    FactsFields,
    RecurrenceFields,
    SpokenLanguage,
)
from shared.categories import SPOKEN_LANGUAGES, Category
from shared.forms import PROSE
from shared.messages.event_details import Audience, CoOrganiser, EventText, Place, Return, WallTime
from shared.messages.events import PUBLIC_STATUSES, EventStatus
from shared.problems import Conflict, FieldProblem, Invalid, invalid
from shared.translations import LANGUAGE_CODES, LONGEST_CODE, N_

Capacity = Annotated[int, Meta(ge=1, le=100_000)]


class PlaceFields(Struct, frozen=True, kw_only=True):
    name: Annotated[str, Meta(title=N_("Place"), min_length=1, max_length=120)]
    address: Annotated[str, Meta(title=N_("Address"), max_length=200)] = ""


class EventFields(Struct, frozen=True, kw_only=True):
    """What a partner says about an event. Without dates it is to be announced."""

    title: Annotated[str, Meta(title=N_("Title"), min_length=1, max_length=120)]
    description: Annotated[str, Meta(title=N_("What happens there?"), max_length=5000, extra=PROSE)] = ""
    language: Annotated[str, Meta(title=N_("Language of this text"), max_length=LONGEST_CODE)] = "de"
    starts_at: Annotated[WallTime | None, Meta(title=N_("Starts"))] = None
    ends_at: Annotated[WallTime | None, Meta(title=N_("Ends"))] = None
    starts_on: Annotated[date | None, Meta(title=N_("First day"))] = None
    ends_on: Annotated[date | None, Meta(title=N_("Last day"))] = None
    time_zone: Annotated[str, Meta(title=N_("Time zone"), max_length=64)] = "Europe/Berlin"
    recurrence: Annotated[RecurrenceFields | None, Meta(title=N_("Repeats"))] = None
    place: Annotated[PlaceFields | None, Meta(title=N_("Place"))] = None
    coordinates: Annotated[CoordinatesFields | None, Meta(title=N_("On the map"))] = None
    online: Annotated[bool, Meta(title=N_("One can take part online"))] = False
    join_details: Annotated[
        str, Meta(title=N_("What else people with a place should know"), max_length=2000, extra=PROSE)
    ] = ""
    conference: Annotated[ConferenceFields, Meta(title=N_("How to join online"))] = ConferenceFields()
    category: Annotated[Category, Meta(title=N_("Category"))] = Category.OTHER
    languages: Annotated[list[SpokenLanguage], Meta(title=N_("Languages spoken"), max_length=20)] = []
    facts: Annotated[FactsFields, Meta(title=N_("Good to know"))] = FactsFields()
    audience: Annotated[Audience, Meta(title=N_("Who may see it?"))] = Audience.PUBLIC
    takes_registrations: Annotated[bool, Meta(title=N_("People sign up beforehand"))] = False
    capacity: Annotated[Capacity | None, Meta(title=N_("How many people can come?"))] = None
    is_sold_out: Annotated[bool, Meta(title=N_("It is sold out"))] = False
    wants_co_organisers: Annotated[bool, Meta(title=N_("Other organisations are welcome to join in"))] = False
    campaign: Annotated[str | None, Meta(title=N_("Campaign"))] = None


class ReturnReason(StrEnum):
    INCOMPLETE = "incomplete"
    WRONG_DATE = "wrong_date"
    DUPLICATE = "duplicate"
    NOT_FITTING = "not_fitting"
    OTHER = "other"


RETURN_REASON_NAMES = {
    ReturnReason.INCOMPLETE: N_("Something is missing"),
    ReturnReason.WRONG_DATE: N_("The date does not seem right"),
    ReturnReason.DUPLICATE: N_("It is in the calendar already"),
    ReturnReason.NOT_FITTING: N_("It does not fit into this calendar"),
    ReturnReason.OTHER: N_("Another reason"),
}


class ReturnFields(Struct, frozen=True, kw_only=True):
    """Why a coordinator gives an entry back, for the partner to read."""

    reason: Annotated[ReturnReason, Meta(title=N_("Reason"))]
    note: Annotated[str, Meta(title=N_("What should change?"), max_length=1000, extra=PROSE)] = ""


class Event(Struct, frozen=True, kw_only=True):
    """An event as it is stored, with the names of those it belongs to."""

    id: UUID
    slug: str
    status: EventStatus
    version: int
    sequence: int
    changed_at: datetime
    organisation_id: UUID
    organisation_slug: str
    organisation_name: str
    campaign: str | None
    campaign_title: str | None
    title: str
    description: str
    language: str
    starts_at: datetime | None
    ends_at: datetime | None
    starts_on: date | None
    ends_on: date | None
    time_zone: str
    recurrence: RecurrenceFields | None
    place_name: str | None
    place_address: str
    coordinates: CoordinatesFields | None
    online: bool
    join_details: str
    conference: ConferenceFields
    category: Category
    languages: list[str]
    facts: FactsFields
    audience: Audience
    takes_registrations: bool
    capacity: int | None
    is_sold_out: bool
    wants_co_organisers: bool
    texts: list[EventText]
    co_organisers: list[CoOrganiser]
    return_reason: ReturnReason | None
    return_note: str

    @property
    def place(self) -> Place | None:
        return Place(name=self.place_name, address=self.place_address) if self.place_name else None

    @property
    def returned(self) -> Return | None:
        return Return(reason=self.return_reason, note=self.return_note) if self.return_reason else None

    @property
    def is_public(self) -> bool:
        """Whether everybody may see it."""
        return self.is_in_the_calendar and self.audience is Audience.PUBLIC

    @property
    def is_in_the_calendar(self) -> bool:
        return self.status in PUBLIC_STATUSES

    def next_change(self, now: datetime) -> datetime:
        """When a change made now counts as made: LAST-MODIFIED has seconds, and apps look for one that has grown."""
        return max(now, self.changed_at + timedelta(seconds=1))

    @property
    def fields(self) -> EventFields:
        """What its partner said, to be changed."""
        same = {field: getattr(self, field) for field in EventFields.__struct_fields__ if field != "place"}
        place = PlaceFields(name=self.place_name, address=self.place_address) if self.place_name else None
        return EventFields(**same, place=place)


class WrongStatus(Conflict):
    """The event is in a state in which this cannot be done to it."""

    title = N_("This is not possible any more")
    detail = N_("The entry has changed meanwhile. Please look at it again.")


class AlreadySubmitted(WrongStatus):
    title = N_("This entry was submitted already")
    detail = N_("The coordinator has it. You will get a mail once it was looked through.")


EDITABLE = frozenset(EventStatus) - {EventStatus.CANCELLED}
# Whether people must look at their calendars again (RFC 5546, 2.1.4).
SIGNIFICANT = ("starts_at", "ends_at", "starts_on", "ends_on", "time_zone", "recurrence", "place", "online")


def checked(fields: EventFields) -> EventFields:
    """The fields in their one spelling. Raises `Invalid` naming each field that does not fit the others."""
    dates.check(fields)
    recurrence.check(fields)
    if fields.language not in LANGUAGE_CODES:
        raise _choose("language", LANGUAGE_CODES)
    for field, codes in (("languages", fields.languages), ("facts.interpreters", fields.facts.interpreters)):
        if not set(codes) <= set(SPOKEN_LANGUAGES):
            raise _choose(field, SPOKEN_LANGUAGES)
    if fields.recurrence is None:
        return fields
    rule = recurrence.canonical(fields.recurrence.rule)
    days = sorted(set(fields.recurrence.except_on))
    return replace(fields, recurrence=RecurrenceFields(rule=rule, except_on=days))


def _choose(field: str, choices: tuple[str, ...]) -> Invalid:
    return invalid(field, N_("Please choose one of: %(choices)s."), choices=", ".join(choices))


def check_ready(event: Event | EventFields) -> None:
    """Raises `Invalid` naming what a coordinator would miss."""
    problems = []
    if not event.description:
        problems.append(FieldProblem(field="description", text=N_("Please say in a few sentences what happens there.")))
    if event.place is None and not event.online:
        problems.append(FieldProblem(field="place.name", text=N_("Please give a place, or say that it is online.")))
    if problems:
        raise Invalid(*problems)


def sequence_after(before: Event, fields: EventFields) -> int:
    """The SEQUENCE once these fields hold: it grows when the time or the place of what people know changes."""
    told = before.is_in_the_calendar and any(
        msgspec.to_builtins(getattr(before, name)) != msgspec.to_builtins(getattr(fields, name)) for name in SIGNIFICANT
    )
    return before.sequence + 1 if told else before.sequence
