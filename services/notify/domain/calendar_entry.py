"""The entry for a person's own calendar: the date they signed up for, as the events service renders it."""

import re
from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

import icalendar

from services.notify.domain.facts import EventFacts
from shared.messages.event_details import Occurrence
from shared.messages.events import EventState, EventStatus
from shared.occurrences import dates_of

VEVENT = re.compile(r"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", re.DOTALL)
# With the lines they are folded into (RFC 5545, 3.1).
REPLACED = re.compile(
    r"^(?:UID|SEQUENCE|DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|RECURRENCE-ID|STATUS)[;:].*\r\n(?:[ \t].*\r\n)*",
    re.MULTILINE,
)
STATUS = {
    EventStatus.PUBLISHED: "CONFIRMED",
    EventStatus.POSTPONED: "TENTATIVE",
    EventStatus.CANCELLED: "CANCELLED",
}
RECURRENCE_ID = re.compile(r"^RECURRENCE-ID[;:](?:.*:)?([0-9TZ]+)\r$", re.MULTILINE)


def entry_of(event: EventState, occurrence: Occurrence | None, facts: EventFacts, language: str) -> str | None:
    """The VEVENT, with the UID and SEQUENCE in `facts`; None while it has no date.

    A date of a series is an entry of its own: calendar apps drop single instances whose series they do not have. Its
    UID is the occurrence's id, so that it stays the same entry when the date moves, also to another event.
    """
    rendered = event.vevents.get(language) or event.vevents.get(event.language)
    if rendered is None:
        return None
    is_newest = facts.entry_sequence <= event.sequence
    if event.recurrence is None and facts.entry_id in (None, event.id) and is_newest:
        return rendered
    return None if occurrence is None else on_its_own(rendered, event, occurrence, facts)


def on_its_own(rendered: str, event: EventState, occurrence: Occurrence, facts: EventFacts) -> str:
    own = icalendar.Event()
    own.add("uid", str(facts.entry_id or event.id))
    own.add("sequence", facts.entry_sequence)
    start, end = span_of(event, occurrence)
    own.add("dtstart", start)
    if end > start:
        own.add("dtend", end)
    own.add("status", STATUS[facts.status])
    head: str = own.to_ical(sorted=False).decode()
    rest = REPLACED.sub("", chosen(rendered, event, occurrence))
    return head.removesuffix("END:VEVENT\r\n") + rest.removeprefix("BEGIN:VEVENT\r\n")


def span_of(event: EventState, occurrence: Occurrence) -> tuple[date, date]:
    """Days with an exclusive end, or instants, which are right in every app also on nights when the clocks change."""
    days = dates_of(event, occurrence.starts_at, occurrence.ends_at)
    if days.starts_on and days.ends_on:
        return days.starts_on, days.ends_on + timedelta(days=1)
    return occurrence.starts_at.astimezone(UTC), occurrence.ends_at.astimezone(UTC)


def chosen(rendered: str, event: EventState, occurrence: Occurrence) -> str:
    """The VEVENT of this very date if it was moved or cancelled, else that of the whole series."""
    vevents = VEVENT.findall(rendered)
    named = names_of(event, occurrence)
    own = (each for each in vevents if (found := RECURRENCE_ID.search(each)) and found[1] in named)
    whole = (each for each in vevents if not RECURRENCE_ID.search(each))
    return next(own, None) or next(whole, rendered)


def names_of(event: EventState, occurrence: Occurrence) -> set[str]:
    """How a RECURRENCE-ID may name it: as a day, in wall time or in UTC (RFC 5545, 3.8.4.4)."""
    if occurrence.recurrence_id is None:
        return set()
    wall_time = occurrence.recurrence_id
    instant = wall_time.replace(tzinfo=ZoneInfo(event.time_zone)).astimezone(UTC)
    return {f"{wall_time:%Y%m%d}", f"{wall_time:%Y%m%dT%H%M%S}", f"{instant:%Y%m%dT%H%M%SZ}"}
