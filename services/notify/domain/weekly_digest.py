"""The weekly digest: when it is, and what stands in it."""

from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from services.notify.domain.composed_edition import ComposedEvent

# Before the weekend, on which most of it is, and with a working day left to call an organiser; counted from Monday.
WEEKDAY = 3
# In the morning, when people are up; after an outage until the evening, for at night nobody wants mail.
FIRST_HOUR, LAST_HOUR = 8, 20
AHEAD = timedelta(days=14)
# What people still read on a phone; the calendar has all of them.
MOST_EVENTS = 20


class WantedDate(Struct, frozen=True, kw_only=True):
    """The next date of an event."""

    event_id: UUID
    occurrence_id: UUID


class DigestEntry(Struct, frozen=True, kw_only=True):
    """An event as the digest tells of it; the path is empty when there is nothing to sign up for."""

    shown: ComposedEvent
    sign_up_path: str


def digest_day(now: datetime, zone: ZoneInfo) -> date | None:
    """The Thursday whose digests are to go out now, if it is one, and neither too early nor too late on it."""
    local = now.astimezone(zone)
    return local.date() if local.weekday() == WEEKDAY and FIRST_HOUR <= local.hour < LAST_HOUR else None
