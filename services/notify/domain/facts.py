"""What people who come on a date must know of it; when it changes, they are told."""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct, structs

from shared.formats import Dated, first_day, last_day
from shared.messages.event_details import Conference, Occurrence, OccurrenceStatus, Place, WallTime
from shared.messages.events import EventState, EventStatus
from shared.occurrences import Dates, dates_of, find_occurrence


class EventFacts(Struct, frozen=True, kw_only=True):
    """A date of an event as a person was told about it.

    `entry_id` and `entry_sequence` are UID and SEQUENCE of what was sent for the person's calendar: the one never
    changes, the other never gets smaller (RFC 5545, 3.8.4.7 and 3.8.7.4). `has_entry` while it stands there.
    """

    status: EventStatus
    title: str
    starts_at: WallTime | None = None
    ends_at: WallTime | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    time_zone: str
    place: Place | None = None
    online: bool = False
    join_details: str = ""
    conference: Conference = Conference()
    is_one_of_several: bool = False
    entry_id: UUID | None = None
    entry_sequence: int = 0
    has_entry: bool = False

    @property
    def is_cancelled(self) -> bool:
        return self.status is EventStatus.CANCELLED

    @property
    def for_all(self) -> "EventFacts":
        """The same for all who come, whatever stands in each one's calendar."""
        return structs.replace(self, entry_id=None, entry_sequence=0, has_entry=False)


class Topic(StrEnum):
    """What can change, in the order in which people want to know it."""

    STATUS = "status"
    TITLE = "title"
    WHEN = "when"
    PLACE = "place"
    ONLINE = "online"
    JOIN_DETAILS = "join_details"


def facts_of(event: EventState, occurrence_id: UUID, told: EventFacts | None = None) -> EventFacts:
    """The date as it is now; one that has left its series is as it was told, but cancelled."""
    is_one_of_several = event.recurrence is not None or (told is not None and told.is_one_of_several)
    is_gone = is_one_of_several and has_lost(event, occurrence_id)
    if is_gone and told is not None:
        return structs.replace(told, status=EventStatus.CANCELLED)
    occurrence = find_occurrence(event, occurrence_id)
    dates = dates_on(event, occurrence)
    return EventFacts(
        status=EventStatus.CANCELLED if is_gone else status_on(event, occurrence),
        title=event.title,
        starts_at=dates.starts_at,
        ends_at=dates.ends_at,
        starts_on=dates.starts_on,
        ends_on=dates.ends_on,
        time_zone=event.time_zone,
        place=event.place,
        online=event.online,
        join_details=event.join_details,
        conference=event.conference,
        is_one_of_several=is_one_of_several,
        entry_id=told.entry_id if told else None,
        entry_sequence=told.entry_sequence if told else 0,
        has_entry=told is not None and told.has_entry,
    )


def has_lost(event: EventState, occurrence_id: UUID) -> bool:
    """Whether the event has dates, but not this one: dropped, or gone to another event."""
    return bool(event.occurrences) and find_occurrence(event, occurrence_id) is None


def dates_on(event: EventState, occurrence: Occurrence | None) -> Dated:
    if event.recurrence is None:
        return event
    if occurrence is None:
        return Dates(time_zone=event.time_zone)
    return dates_of(event, occurrence.starts_at, occurrence.ends_at)


def status_on(event: EventState, occurrence: Occurrence | None) -> EventStatus:
    is_off = occurrence is not None and occurrence.status is OccurrenceStatus.CANCELLED
    return EventStatus.CANCELLED if is_off else event.status


def concerns_somebody(before: EventState, event: EventState) -> bool:
    """Whether those who come on any of the dates there were have something new to hear; new dates concern nobody."""
    known = [occurrence.id for occurrence in before.occurrences] or [before.id]
    told = {occurrence_id: facts_of(before, occurrence_id) for occurrence_id in known}
    return any(difference(each, facts_of(event, occurrence_id, each)) for occurrence_id, each in told.items())


def difference(told: EventFacts, current: EventFacts) -> list[Topic]:
    """What somebody who was told the one should hear when the other is true."""
    return [topic for topic in Topic if aspect(told, topic) != aspect(current, topic)]


def aspect(facts: EventFacts, topic: Topic) -> object:
    match topic:
        case Topic.STATUS:
            return facts.status
        case Topic.TITLE:
            return facts.title
        case Topic.WHEN:
            # The zone of whole days and of dates to be announced says nothing to anybody.
            zone = facts.time_zone if facts.starts_at else ""
            return facts.starts_at, facts.ends_at, facts.starts_on, facts.ends_on, zone
        case Topic.PLACE:
            return facts.place
        case Topic.ONLINE:
            return facts.online
        case Topic.JOIN_DETAILS:
            return facts.join_details, facts.conference


def is_over(facts: EventFacts, now: datetime) -> bool:
    """Whether the last day or hour has passed in the event's zone; never while the date is to be announced."""
    span = span_of(facts)
    return span is not None and span[1] <= now


def span_of(facts: EventFacts) -> tuple[datetime, datetime] | None:
    """When it begins and ends, as instants; None while the date is to be announced."""
    first, last = first_day(facts), last_day(facts)
    if first is None or last is None:
        return None
    starts_at = facts.starts_at or datetime.combine(first, time())
    ends_at = facts.ends_at or datetime.combine(last + timedelta(days=1), time())
    zone = ZoneInfo(facts.time_zone)
    return starts_at.replace(tzinfo=zone).astimezone(UTC), ends_at.replace(tzinfo=zone).astimezone(UTC)
