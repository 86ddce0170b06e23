"""The dates that come next, as an embedded list and search engines show them."""

import heapq
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from shared.messages.event_details import Occurrence, OccurrenceStatus, WallTime
from shared.messages.events import EventState, EventStatus


class ComingDate(Struct, frozen=True, kw_only=True):
    """One date of an event, as clocks and calendars show it there: wall times, or whole days, the last one included."""

    event: EventState
    occurrence: Occurrence
    starts_at: WallTime | None = None
    ends_at: WallTime | None = None
    starts_on: date | None = None
    ends_on: date | None = None

    @property
    def status(self) -> EventStatus:
        """What became of this date: of a series one may be cancelled alone."""
        if self.occurrence.status is OccurrenceStatus.CANCELLED:
            return EventStatus.CANCELLED
        return self.event.status

    @property
    def moved_from(self) -> WallTime | None:
        """When the rule of its series wanted it, if it was moved."""
        wanted = self.occurrence.recurrence_id
        starts = self.starts_at or (datetime.combine(self.starts_on, datetime.min.time()) if self.starts_on else None)
        return wanted if wanted and wanted != starts else None


def date_of(event: EventState, occurrence: Occurrence) -> ComingDate:
    zone = ZoneInfo(event.time_zone)
    starts_at, ends_at = occurrence.starts_at.astimezone(zone), occurrence.ends_at.astimezone(zone)
    if event.starts_on:
        # The end is the first day that is not part of it any more.
        last = ends_at.date() - timedelta(days=1)
        return ComingDate(event=event, occurrence=occurrence, starts_on=starts_at.date(), ends_on=last)
    return ComingDate(
        event=event,
        occurrence=occurrence,
        starts_at=starts_at.replace(tzinfo=None),
        ends_at=ends_at.replace(tzinfo=None),
    )


def coming_dates(events: Iterable[EventState], *, now: datetime, limit: int) -> list[ComingDate]:
    """The next dates that are not over, in their order."""
    found = heapq.nsmallest(
        limit, to_come(events, now), key=lambda pair: (pair[1].starts_at, pair[0].id, pair[1].ends_at)
    )
    return [date_of(event, occurrence) for event, occurrence in found]


def to_come(events: Iterable[EventState], now: datetime) -> Iterator[tuple[EventState, Occurrence]]:
    for event in events:
        for occurrence in event.occurrences:
            if occurrence.ends_at > now:
                yield event, occurrence
