"""What people who come must know of an event; when it changes, they are told."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from msgspec import Struct

from shared.formats import last_day
from shared.messages.event_details import Place, WallTime
from shared.messages.events import EventState, EventStatus


class EventFacts(Struct, frozen=True, kw_only=True):
    """An event as a person was told about it."""

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

    @property
    def is_cancelled(self) -> bool:
        return self.status is EventStatus.CANCELLED


class Topic(StrEnum):
    """What of an event can change, in the order in which people want to know it."""

    STATUS = "status"
    TITLE = "title"
    WHEN = "when"
    PLACE = "place"
    ONLINE = "online"
    JOIN_DETAILS = "join_details"


def facts_of(event: EventState) -> EventFacts:
    return EventFacts(
        status=event.status,
        title=event.title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        time_zone=event.time_zone,
        place=event.place,
        online=event.online,
        join_details=event.join_details,
    )


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
            return facts.join_details


def is_over(facts: EventFacts, now: datetime) -> bool:
    """Whether the last day or hour has passed in the event's zone; never while the date is to be announced."""
    zone = ZoneInfo(facts.time_zone)
    if facts.ends_at:
        return facts.ends_at.replace(tzinfo=zone) < now
    day = last_day(facts)
    return day is not None and datetime.combine(day + timedelta(days=1), time(), zone) <= now
