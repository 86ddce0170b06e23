"""The entry for a person's own calendar: the date they signed up for, as the events service renders it."""

import re
from datetime import UTC, date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import icalendar

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


def uid_of(event: EventState, occurrence_id: UUID) -> UUID:
    """The UID of a person's entry when they first hear of the date. Of what they have already it never changes."""
    return event.id if event.recurrence is None else occurrence_id


def entry_of(
    event: EventState, occurrence: Occurrence | None, *, uid: UUID, sequence: int, status: EventStatus, language: str
) -> str | None:
    """The VEVENT; None while it has no date.

    A date of a series is an entry of its own: calendar apps drop single instances whose series they do not have. Its
    UID is the occurrence's id, so that it stays the same entry when the date moves, also to another event.
    """
    rendered = rendered_of(event, language)
    if rendered is None:
        return None
    is_as_rendered = event.recurrence is None and uid == event.id and sequence <= event.sequence
    if is_as_rendered:
        return rendered
    return None if occurrence is None else on_its_own(event, occurrence, rendered, uid, sequence, STATUS[status])


def rendered_of(event: EventState, language: str) -> str | None:
    """As the events service renders it, in this language or else in the event's own."""
    return event.vevents.get(language) or event.vevents.get(event.language)


def on_its_own(event: EventState, occurrence: Occurrence, rendered: str, uid: UUID, sequence: int, status: str) -> str:
    own = icalendar.Event()
    own.add("uid", str(uid))
    own.add("sequence", sequence)
    start, end = span_of(event, occurrence)
    own.add("dtstart", start)
    if end > start:
        own.add("dtend", end)
    own.add("status", status)
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
