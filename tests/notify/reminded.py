"""People who come on a date, and the clock that reminds them of it."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from msgspec import structs

from services.notify.commands.queue_reminders import queue_reminders
from services.notify.domain.quiet_hours import QuietHours
from services.notify.settings import Settings
from shared.database import Connection
from shared.messages.event_details import Conference
from shared.messages.events import EventState
from shared.messages.registration import (
    RegistrationFact,
    RosterState,
)
from tests.notify.given import BERLIN, a_registration, an_event, hear, send_all
from tests.notify.postmaster import Postmaster

NIGHT = QuietHours(begin=time(21), end=time(7))
STARTS_AT = datetime(2099, 10, 17, 18, tzinfo=BERLIN)
DAY_BEFORE = STARTS_AT - timedelta(days=1)
HOUR_BEFORE = STARTS_AT - timedelta(hours=1)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ONLINE: dict[str, Any] = {"online": True, "conference": Conference(url="https://meet.witten.example/fest")}


def a_roster(event: EventState, **changes: Any) -> RosterState:
    usual = {"version": 1, "is_open": True, "capacity": 20, "seats_taken": 2, "waiting_count": 0}
    state: dict[str, Any] = {"id": event.id, "event_id": event.id} | usual | changes
    return RosterState(**state)


def moved(event: EventState, by: timedelta, *, version: int = 2) -> EventState:
    [occurrence] = event.occurrences
    assert event.starts_at is not None
    assert event.ends_at is not None
    return structs.replace(
        event,
        version=version,
        starts_at=event.starts_at + by,
        ends_at=event.ends_at + by,
        occurrences=[structs.replace(occurrence, starts_at=occurrence.starts_at + by, ends_at=occurrence.ends_at + by)],
    )


def an_event_in(time_left: timedelta) -> EventState:
    event = an_event()
    starts_at = (datetime.now(UTC) + time_left).replace(second=0, microsecond=0)
    return moved(event, starts_at.astimezone(BERLIN) - STARTS_AT, version=1)


async def signed_up(
    db: Connection, settings: Settings, postmaster: Postmaster, event: EventState, *facts: RegistrationFact
) -> None:
    """These, or else Grace, who know of their places already."""
    grace = a_registration(event_id=event.id, said_at=LONG_AGO)
    await hear(db, settings, event, *(facts or (grace,)))
    await send_all(db, settings)
    postmaster.envelopes.clear()


async def reminded(db: Connection, settings: Settings, postmaster: Postmaster, now: datetime) -> list[str]:
    """Who is reminded when it is this late."""
    postmaster.envelopes.clear()
    for _ in range(2):
        await queue_reminders(db, quiet=NIGHT, now=now)
    await send_all(db, settings)
    return sorted(postmaster.recipients)
