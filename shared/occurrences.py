"""One date of an event: when it is by the clocks there, and which of two events it belongs to."""

from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from shared.messages.event_details import Occurrence, WallTime
from shared.messages.events import EventState


class Dates(Struct, frozen=True, kw_only=True):
    """When one occurrence is: wall times in `time_zone`, or whole days, the last one included."""

    starts_at: WallTime | None = None
    ends_at: WallTime | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    time_zone: str


def find_occurrence(event: EventState, occurrence_id: UUID) -> Occurrence | None:
    return next((each for each in event.occurrences if each.id == occurrence_id), None)


def dates_of(event: EventState, starts_at: datetime, ends_at: datetime) -> Dates:
    """The instants of an occurrence as the event gives its dates: in wall times, or in whole days."""
    zone = ZoneInfo(event.time_zone)
    first, end = (instant.astimezone(zone).replace(tzinfo=None) for instant in (starts_at, ends_at))
    if event.starts_on is not None:
        # As instants the end is the first midnight that is not part of it any more.
        return Dates(starts_on=first.date(), ends_on=(end - timedelta(days=1)).date(), time_zone=event.time_zone)
    return Dates(starts_at=first, ends_at=end, time_zone=event.time_zone)


def takes_over(event: EventState, other: EventState | None, occurrence_id: UUID) -> bool:
    """Whether an occurrence that `event` names is no longer the other's: if both name it, the later state is right.

    When a series is split, its later occurrences go to a new event with the ids they have. We may hear of the two
    events in any order.
    """
    return other is None or find_occurrence(other, occurrence_id) is None or event.changed_at >= other.changed_at
