"""The dates in a feed, as libraries read them that did not write it."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events
import vobject
from ical.calendar_stream import IcsCalendarStream
from msgspec import Struct

from tests.readers.ical_js import IcalJs

# Whole days begin at different instants in different places; so do they here.
HOME = ZoneInfo("Europe/Berlin")


class Occurrence(Struct, frozen=True, kw_only=True, order=True):
    """One date: instants in UTC, or whole days, of which the last is not included any more."""

    starts_at: datetime | date
    ends_at: datetime | date
    summary: str
    status: str


Reader = Callable[[bytes, datetime, datetime], list[Occurrence]]


def occurrence(starts_at: Any, ends_at: Any, summary: Any, status: Any) -> Occurrence:
    return Occurrence(
        starts_at=as_instant(starts_at), ends_at=as_instant(ends_at), summary=str(summary), status=str(status)
    )


def as_instant(moment: datetime | date) -> datetime | date:
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment


def is_between(moment: datetime | date, starts_at: datetime, ends_at: datetime) -> bool:
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(), HOME)
    return starts_at <= moment < ends_at


def in_order(found: Iterable[Occurrence], starts_at: datetime, ends_at: datetime) -> list[Occurrence]:
    """Those that start in the window, sorted."""
    return sorted(
        (each for each in found if is_between(each.starts_at, starts_at, ends_at)),
        key=lambda each: (str(each.starts_at), each.summary),
    )


def by_recurring_ical_events(feed: bytes, starts_at: datetime, ends_at: datetime) -> list[Occurrence]:
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(feed)).between(starts_at, ends_at)
    read = (occurrence(each.start, each.end, each["SUMMARY"], each["STATUS"]) for each in found)
    return in_order(read, starts_at, ends_at)


def by_ical(feed: bytes, starts_at: datetime, ends_at: datetime) -> list[Occurrence]:
    """The reader inside Home Assistant."""
    found = IcsCalendarStream.calendar_from_ics(feed.decode()).timeline_tz(HOME).overlapping(starts_at, ends_at)
    read = (occurrence(each.start, each.end, each.summary, each.status.value if each.status else "") for each in found)
    return in_order(read, starts_at, ends_at)


def by_vobject(feed: bytes, starts_at: datetime, ends_at: datetime) -> list[Occurrence]:
    """vobject expands rules, but leaves it to us to put the changed occurrences in their places."""
    entries = vobject.readOne(feed.decode()).contents.get("vevent", [])
    changed = {
        (each.uid.value, as_instant(each.recurrence_id.value)) for each in entries if hasattr(each, "recurrence_id")
    }
    read = (
        occurrence(start, start + (entry.dtend.value - entry.dtstart.value), entry.summary.value, entry.status.value)
        for entry in entries
        for start in starts_of(entry, ends_at)
        if hasattr(entry, "recurrence_id") or (entry.uid.value, as_instant(start)) not in changed
    )
    return in_order(read, starts_at, ends_at)


def starts_of(entry: Any, ends_at: datetime) -> Iterator[datetime | date]:
    rules = entry.getrruleset(addRDate=True)
    if rules is None:
        yield entry.dtstart.value
        return
    has_times = isinstance(entry.dtstart.value, datetime)
    for start in rules:
        if not is_between(start if has_times else start.date(), datetime.min.replace(tzinfo=UTC), ends_at):
            return
        yield start if has_times else start.date()


def by_ical_js(ical_js: IcalJs) -> Reader:
    def read(feed: bytes, starts_at: datetime, ends_at: datetime) -> list[Occurrence]:
        found = ical_js.read(feed, starts_at, ends_at).occurrences
        return in_order(
            (
                occurrence(parsed(each.starts_at), parsed(each.ends_at), each.summary or "", each.status)
                for each in found
            ),
            starts_at,
            ends_at,
        )

    return read


def parsed(moment: str) -> datetime | date:
    return datetime.fromisoformat(moment) if "T" in moment else date.fromisoformat(moment)
