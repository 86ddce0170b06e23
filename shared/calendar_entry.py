"""A date as an entry of its own for somebody's calendar, made of what the events service renders."""

import re
from collections.abc import Iterable
from datetime import UTC
from uuid import UUID
from zoneinfo import ZoneInfo

import icalendar

from shared.calendar_dates import add_dates, walls
from shared.messages.event_details import Occurrence
from shared.messages.events import EventState

BEGIN, END = "BEGIN:VEVENT\r\n", "END:VEVENT\r\n"
VEVENT = re.compile(rf"{BEGIN}.*?{END}", re.DOTALL)
# What one date that stands alone must not have; some have no end either.
OF_SERIES = ("RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "DTEND", "DURATION")
RECURRENCE_ID = re.compile(r"^RECURRENCE-ID[;:](?:.*:)?([0-9TZ]+)\r$", re.MULTILINE)


def rendered_of(event: EventState, language: str) -> str | None:
    """As the events service renders it, in this language or else in the event's own."""
    return event.vevents.get(language) or event.vevents.get(event.language)


def on_its_own(event: EventState, occurrence: Occurrence, rendered: str, uid: UUID, sequence: int, status: str) -> str:
    """The VEVENT of one date: calendar apps drop single instances whose series they do not have."""
    own = icalendar.Event()
    own.add("uid", str(uid))
    own.add("sequence", sequence)
    add_dates(own, event, *walls(event, occurrence.starts_at, occurrence.ends_at))
    own.add("status", status)
    return with_properties(without(OF_SERIES, chosen(rendered, event, occurrence)), own)


def with_properties(vevent: str, own: icalendar.Event) -> str:
    """The VEVENT with these instead of what it has of the same names; the rest stays as it is, byte by byte."""
    head: str = own.to_ical(sorted=False).decode()
    return head.removesuffix(END) + without(own, vevent).removeprefix(BEGIN)


def without(names: Iterable[str], vevent: str) -> str:
    """Without these properties and the lines they are folded into (RFC 5545, 3.1)."""
    return re.sub(rf"^(?:{'|'.join(names)})[;:].*\r\n(?:[ \t].*\r\n)*", "", vevent, flags=re.MULTILINE)


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
