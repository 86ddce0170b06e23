"""What may happen to a sign-up that somebody has in their calendar, as the service hears of it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from msgspec import structs

from services.events.domain import vevent
from shared.messages import Message
from shared.messages.event_details import Occurrence, OccurrenceStatus, Place
from shared.messages.events import EventState, EventStatus
from shared.messages.registration import (
    RegistrationCancelled,
    RegistrationChanged,
    RegistrationConfirmed,
    RegistrationExpired,
    RegistrationFact,
    RegistrationOffered,
    RegistrationPassedOn,
    RegistrationPending,
    RegistrationRepeated,
    RegistrationStatus,
    RegistrationWaiting,
)
from tests.notify.given import BERLIN, a_registration, a_series, an_event
from tests.notify.series import changed, split, with_date

GRACE, NEXT = "grace@people.example", "next@people.example"
REGISTRATION = uuid4()
FIRST = datetime(2099, 10, 17, 18)
LASTS = timedelta(hours=2)
UNTIL = datetime(2099, 10, 16, 12, 30, tzinfo=UTC)


def rendered(event: EventState, **changes: Any) -> EventState:
    """The next state, as the events service says it."""
    return vevent.rendered(changed(event, **changes))


def day(number: int) -> datetime:
    return (FIRST + timedelta(days=number)).replace(tzinfo=BERLIN)


def at(event: EventState, number: int, **changes: Any) -> EventState:
    """A single event, that many days later than in the beginning."""
    starts_at = FIRST + timedelta(days=number)
    date = Occurrence(id=event.id, starts_at=day(number), ends_at=day(number) + LASTS)
    dates = {"starts_at": starts_at, "ends_at": starts_at + LASTS, "occurrences": [date]}
    return rendered(event, **dates, sequence=event.sequence + 1, **changes)


def said(fact_type: type[RegistrationFact] = RegistrationConfirmed, **changes: Any) -> Any:
    """Something about Grace's registration for the one evening."""
    registration = {"registration_id": REGISTRATION, "event_id": EVENING.id, "roster_id": EVENING.id}
    return a_registration(fact_type, **registration | changes)


def of_series(fact_type: type[RegistrationFact] = RegistrationConfirmed, number: int = 0, **changes: Any) -> Any:
    date = {"event_id": SERIES.id, "roster_id": SERIES.occurrences[number].id}
    return said(fact_type, **date | changes)


def passed_on(to: str, by: str) -> Any:
    was = {"previous_name": "Somebody", "previous_email": by, "previous_language": "en"}
    return said(RegistrationPassedOn, email=to, status=RegistrationStatus.CONFIRMED, **was)


EVENING = at(an_event(), 0)
SERIES = rendered(a_series(), sequence=4)
LATER = at(EVENING, 1)
CALLED_OFF = rendered(EVENING, status=EventStatus.CANCELLED, sequence=9)
POSTPONED = rendered(EVENING, status=EventStatus.POSTPONED, sequence=9)
UNKNOWN = rendered(EVENING, starts_at=None, ends_at=None, occurrences=[], sequence=9)
OTHER = at(an_event(title="Herbstfest", slug="herbst"), 3, language="en")
MOVED = {"status": RegistrationStatus.CONFIRMED, "previous_party_size": 2}
REST, NEW = (rendered(each) for each in split(SERIES, 1, place=Place(name="Rathaus")))
OFF_FIRST = rendered(SERIES, occurrences=with_date(SERIES, 0, status=OccurrenceStatus.CANCELLED), sequence=5)
AS_SERIES = rendered(
    structs.replace(SERIES, id=EVENING.id, version=5),
    occurrences=[structs.replace(EVENING.occurrences[0], recurrence_id=FIRST), *SERIES.occurrences[1:]],
)

# What was heard step by step, and the days that Grace has in her calendar at the end.
SITUATIONS: dict[str, tuple[list[list[Message]], list[int]]] = {
    "confirmed": ([[EVENING, said()]], [0]),
    "confirmed after waiting": (
        [[EVENING, said(RegistrationWaiting, waiting_position=1)], [said()]],
        [0],
    ),
    "an offer that was accepted": (
        [[EVENING, said(RegistrationOffered, held_until=UNTIL, offered_size=2)], [said()]],
        [0],
    ),
    "an address that was proven": ([[EVENING, said(RegistrationPending, held_until=UNTIL)], [said()]], [0]),
    "signed up twice": (
        [[EVENING, said()], [said(RegistrationRepeated, status=RegistrationStatus.CONFIRMED)]],
        [0],
    ),
    "the event moves": ([[EVENING, said()], [LATER]], [1]),
    "the event moves twice": ([[EVENING, said()], [LATER], [at(LATER, 2)]], [2]),
    "the event moves and back": ([[EVENING, said()], [LATER], [at(LATER, 0)]], [0]),
    "cancelled": ([[EVENING, said()], [said(RegistrationCancelled)]], []),
    "moved and then cancelled by the organiser": (
        [[EVENING, said()], [LATER], [said(RegistrationCancelled, by_organiser=True)]],
        [],
    ),
    "no place any more": (
        [[EVENING, said()], [said(RegistrationExpired, was=RegistrationStatus.OFFERED)]],
        [],
    ),
    "signed up again after it was cancelled": (
        [[EVENING, said()], [said(RegistrationCancelled)], [said(registration_id=uuid4())]],
        [0],
    ),
    "the event is cancelled": ([[EVENING, said()], [CALLED_OFF]], []),
    "the event is cancelled, then the registration": (
        [[EVENING, said()], [CALLED_OFF], [said(RegistrationCancelled)]],
        [],
    ),
    "the event takes place after all": (
        [[EVENING, said()], [CALLED_OFF], [at(CALLED_OFF, 0, status="published")]],
        [0],
    ),
    "the event is postponed": ([[EVENING, said()], [POSTPONED]], []),
    "the postponed event has a new date": (
        [[EVENING, said()], [POSTPONED], [at(POSTPONED, 5, status=EventStatus.PUBLISHED)]],
        [5],
    ),
    "signed up while it is postponed": (
        [[POSTPONED, said()], [at(POSTPONED, 5, status=EventStatus.PUBLISHED)]],
        [5],
    ),
    "the date is not known any more": ([[EVENING, said()], [UNKNOWN]], []),
    "the date is known at last": ([[UNKNOWN, said()], [at(UNKNOWN, 2)]], [2]),
    "moved to another date": (
        [[SERIES, of_series()], [of_series(RegistrationChanged, 2, **MOVED, moved_from=SERIES.occurrences[0].id)]],
        [14],
    ),
    "moved to another event": (
        [
            [EVENING, OTHER, said()],
            [said(RegistrationChanged, event_id=OTHER.id, roster_id=OTHER.id, **MOVED, moved_from=EVENING.id)],
        ],
        [3],
    ),
    "moved to a waiting list": (
        [
            [SERIES, of_series()],
            [
                of_series(
                    RegistrationChanged,
                    1,
                    status=RegistrationStatus.WAITING,
                    previous_party_size=2,
                    moved_from=SERIES.occurrences[0].id,
                )
            ],
        ],
        [],
    ),
    "a date of a series is cancelled": ([[SERIES, of_series()], [OFF_FIRST]], []),
    "another date of the series is cancelled": ([[SERIES, of_series(number=1)], [OFF_FIRST]], [7]),
    "a date that goes to another event": ([[SERIES, of_series(number=1)], [REST, NEW]], [7]),
    "a date that leaves its series": ([[SERIES, of_series(number=1)], [REST]], []),
    "a single event becomes a series": ([[EVENING, said()], [AS_SERIES]], [0]),
    "passed on": ([[EVENING, said()], [passed_on(NEXT, by=GRACE)]], []),
    "passed on after a change": ([[EVENING, said()], [LATER], [passed_on(NEXT, by=GRACE)]], []),
    "passed on and back": (
        [[EVENING, said()], [passed_on(NEXT, by=GRACE)], [passed_on(GRACE, by=NEXT)]],
        [0],
    ),
}
