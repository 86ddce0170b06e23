"""What the tests of series have in common: people on their dates, and what becomes of these."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from icalendar import Calendar, Event
from msgspec import structs

from services.notify.settings import Settings
from shared.database import Connection
from shared.messages.event_details import Occurrence
from shared.messages.events import EventState
from tests.notify.given import SERIES_VEVENT, a_registration, a_series, hear, send_all
from tests.notify.postmaster import Postmaster

HOUR = timedelta(hours=1)
FIRST, SECOND = "first@people.example", "second@people.example"


def changed(event: EventState, **changes: Any) -> EventState:
    return structs.replace(event, version=event.version + 1, **changes)


def sign_up_for(event: EventState, number: int, email: str, **changes: Any) -> Any:
    """A place on one of the dates, counted from 0."""
    return a_registration(event_id=event.id, roster_id=event.occurrences[number].id, email=email, **changes)


def with_date(event: EventState, number: int, **changes: Any) -> list[Occurrence]:
    return [
        structs.replace(date, **changes) if place == number else date for place, date in enumerate(event.occurrences)
    ]


def moved(event: EventState, number: int) -> list[Occurrence]:
    date = event.occurrences[number]
    return with_date(event, number, starts_at=date.starts_at + HOUR, ends_at=date.ends_at + HOUR)


async def signed_up(db: Connection, settings: Settings, postmaster: Postmaster, **changes: Any) -> EventState:
    """A series with one person on the first date and one on the second, whose mails have gone."""
    event = a_series(**changes)
    await hear(db, settings, event, sign_up_for(event, 0, FIRST), sign_up_for(event, 1, SECOND))
    await send_all(db, settings)
    postmaster.envelopes.clear()
    return event


async def settle(db: Connection) -> None:
    await db.execute("UPDATE pending_changes SET due_at = statement_timestamp()")


def split(event: EventState, at: int, **changes: Any) -> tuple[EventState, EventState]:
    """The series until this date, and the new event with the dates from there on."""
    now = event.changed_at + timedelta(minutes=1)
    new_id = uuid4()
    rest = changed(event, occurrences=event.occurrences[:at], changed_at=now, sequence=event.sequence + 1)
    new = {
        "id": new_id,
        "slug": "fest-2",
        "version": 1,
        "sequence": 0,
        "occurrences": event.occurrences[at:],
        "changed_at": now,
        "vevents": {"de": SERIES_VEVENT.format(id=new_id, dates=2)},
    }
    return rest, structs.replace(event, **(new | changes))


def entries_in(postmaster: Postmaster, number: int = -1) -> list[Event]:
    """The entries for the calendar in one of the mails."""
    return [
        entry
        for attached in postmaster.mails[number].iter_attachments()
        for entry in Calendar.from_ical(attached.get_content()).events
    ]
