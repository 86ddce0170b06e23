"""The wall times of single dates: of one occurrence, and in the hour that exists twice."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from services.events.domain.dates import exists
from services.events.domain.event import Event
from services.events.domain.occurrences import MoveFields, StoredOccurrence
from services.events.domain.recurrence import wall_length


def dates_of(event: Event, occurrence: StoredOccurrence) -> MoveFields:
    """When this date of the event is, in the event's time zone, as times or as whole days."""
    starts_at = occurrence.moved_starts_at or occurrence.wall_time
    ends_at = occurrence.moved_ends_at or occurrence.wall_time + wall_length(event)
    if event.starts_on:
        return MoveFields(starts_on=starts_at.date(), ends_on=(ends_at - timedelta(days=1)).date())
    return MoveFields(starts_at=starts_at, ends_at=ends_at)


def is_twice(wall_time: datetime | None, time_zone: str) -> bool:
    """Whether clocks show this time twice: in the night in which they are put back."""
    if wall_time is None or not exists(wall_time, time_zone):
        return False
    zone = ZoneInfo(time_zone)
    first, second = wall_time.replace(tzinfo=zone, fold=0), wall_time.replace(tzinfo=zone, fold=1)
    return first.utcoffset() != second.utcoffset()
