"""What a mail does to the entry in its reader's calendar (RFC 5546): it brings or moves it, or takes it away."""

from datetime import datetime, time, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

import icalendar
from msgspec import Struct, structs

from services.notify.domain.facts import EventFacts, Topic, difference
from shared.calendar import add_text
from shared.calendar_dates import add_dates, walls
from shared.messages.events import EventState, EventStatus

# What an entry shows of an event.
IN_CALENDARS = frozenset(Topic) - {Topic.JOIN_DETAILS}


class Method(StrEnum):
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


class Invitation(Struct, frozen=True, kw_only=True):
    """The entry without the addresses of the two who have to do with it, which the mail knows."""

    method: Method
    registration_id: UUID
    sequence: int
    vevent: str
    time_zone: str

    def noted(self, told: EventFacts) -> EventFacts:
        """What the reader knows once they have it."""
        return structs.replace(told, has_entry=self.method is Method.REQUEST, entry_sequence=self.sequence)


def takes_place(date: EventFacts) -> bool:
    """Whether it is in calendars.

    A postponed date is not: apps show an entry that is TENTATIVE like any other, so that its old date would block the
    day and be reminded of. It is taken away, and comes back with the new date under the same UID.
    """
    return date.status is EventStatus.PUBLISHED and bool(date.starts_at or date.starts_on)


def is_shown(told: EventFacts, date: EventFacts) -> bool:
    """Whether the date stands in their calendar as it is."""
    return told.has_entry and IN_CALENDARS.isdisjoint(difference(told, date))


def next_sequence(told: EventFacts, event: EventState) -> int:
    """Larger than all before, also than those of an event the date came from (RFC 5545, 3.8.7.4)."""
    return max(told.entry_sequence, event.sequence) + 1


def cancelled_entry(told: EventFacts, sequence: int) -> str:
    """The VEVENT that takes the entry away, made of what its reader was told: the date may be gone by now."""
    entry = icalendar.Event()
    entry.add("uid", str(told.entry_id))
    entry.add("sequence", sequence)
    begins, ends = told.starts_at, told.ends_at
    if told.starts_on and told.ends_on:
        begins, ends = (datetime.combine(day, time()) for day in (told.starts_on, told.ends_on + timedelta(days=1)))
    if begins and ends:
        zone = ZoneInfo(told.time_zone)
        add_dates(entry, told, *walls(told, begins.replace(tzinfo=zone), ends.replace(tzinfo=zone)))
    add_text(entry, "summary", told.title)
    entry.add("status", "CANCELLED")
    rendered: str = entry.to_ical(sorted=False).decode()
    return rendered
