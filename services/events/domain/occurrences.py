"""Which stored occurrence is which, when an event's dates change: those who signed up for one stay with it."""

from datetime import date, datetime, timedelta
from typing import Annotated
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct
from msgspec.structs import replace

from services.events.domain.dates import START_MISSING
from services.events.domain.event import Event, EventFields, WrongStatus
from services.events.domain.recurrence import Moment, begun_at, wall_start
from shared.messages.event_details import OccurrenceStatus, WallTime
from shared.messages.events import EventStatus
from shared.problems import invalid
from shared.translations import N_

# Each is a full entry in every language in the feed; whoever needs more has another rhythm, and so another series.
MOST_EXCEPTIONS = 30
TOO_MANY_EXCEPTIONS = N_(
    "A series can have %(limit)s dates that were moved or cancelled. Please change this and all later dates instead."
)


class StoredOccurrence(Struct, frozen=True, kw_only=True):
    """An occurrence as it is stored; one that was moved has wall times of its own."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    wall_time: datetime
    moved_starts_at: datetime | None = None
    moved_ends_at: datetime | None = None
    status: OccurrenceStatus = OccurrenceStatus.CONFIRMED

    @property
    def is_exception(self) -> bool:
        return self.moved_starts_at is not None or self.status is OccurrenceStatus.CANCELLED


class MoveFields(Struct, frozen=True, kw_only=True):
    """When one date of a series is instead: wall times, or whole days, as the series has them."""

    starts_at: Annotated[WallTime | None, Meta(title=N_("Starts"))] = None
    ends_at: Annotated[WallTime | None, Meta(title=N_("Ends"))] = None
    starts_on: Annotated[date | None, Meta(title=N_("First day"))] = None
    ends_on: Annotated[date | None, Meta(title=N_("Last day"))] = None


def moved(fields: EventFields, to: MoveFields) -> EventFields:
    """One date of the series as an event of its own. Raises `Invalid` for a start that is missing."""
    if fields.starts_on and to.starts_on is None:
        raise invalid("starts_on", START_MISSING)
    if fields.starts_at and to.starts_at is None:
        raise invalid("starts_at", START_MISSING)
    return replace(
        fields, recurrence=None, starts_at=to.starts_at, ends_at=to.ends_at, starts_on=to.starts_on, ends_on=to.ends_on
    )


def on(event: Event, starts_at: datetime, ends_at: datetime) -> Event:
    """The event with the dates of one of its occurrences, given as instants."""
    zone = ZoneInfo(event.time_zone)
    first, end = (moment.astimezone(zone).replace(tzinfo=None) for moment in (starts_at, ends_at))
    if event.starts_on:
        return replace(event, starts_on=first.date(), ends_on=end.date() - timedelta(days=1))
    return replace(event, starts_at=first, ends_at=end)


def following(fields: EventFields, occurrence: StoredOccurrence) -> EventFields:
    """What this date of a series and all that follow would say as an event of their own, before anything is changed."""
    start = wall_start(fields)
    later = occurrence.wall_time - start if start else timedelta()
    return replace(
        fields,
        recurrence=begun_at(fields, occurrence.wall_time),
        starts_at=fields.starts_at and fields.starts_at + later,
        ends_at=fields.ends_at and fields.ends_at + later,
        starts_on=fields.starts_on and fields.starts_on + later,
        ends_on=fields.ends_on and fields.ends_on + later,
    )


def check_changeable(event: Event, stored: list[StoredOccurrence]) -> None:
    """Raises `WrongStatus` for anything but a series that people know, `Invalid` when it has too many exceptions."""
    if event.recurrence is None or event.status not in {EventStatus.PUBLISHED, EventStatus.POSTPONED}:
        raise WrongStatus
    if sum(each.is_exception for each in stored) >= MOST_EXCEPTIONS:
        raise invalid("recurrence.rule", TOO_MANY_EXCEPTIONS, limit=MOST_EXCEPTIONS)


def matched(stored: list[StoredOccurrence], wanted: list[Moment]) -> list[tuple[UUID, Moment]]:
    """Each wanted moment with the id of the occurrence that it is; those that are left are gone.

    The same wall time is the same occurrence, or else the same day. When nothing is the same, the dates were moved as a
    whole: the first is the first.
    """
    ids: dict[Moment, UUID] = {}
    left = list(stored)
    for key in (wall_time, day):
        free = {key(occurrence): occurrence for occurrence in reversed(left)}
        for moment in wanted:
            if moment not in ids and (found := free.pop(key(moment), None)):
                ids[moment] = found.id
                left.remove(found)
    if not ids and (len(stored) == len(wanted) or 1 in (len(stored), len(wanted))):
        ids = {moment: occurrence.id for moment, occurrence in zip(wanted, stored, strict=False)}
    return [(ids.get(moment) or uuid4(), moment) for moment in wanted]


def wall_time(occurrence: StoredOccurrence | Moment) -> datetime:
    return occurrence.wall_time


def day(occurrence: StoredOccurrence | Moment) -> date:
    return occurrence.wall_time.date()
