"""A date as an entry of its own for somebody's calendar, made of what the events service renders."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

import icalendar
from icalendar.parser import Contentline

from shared.calendar_dates import add_dates, walls
from shared.messages.event_details import Occurrence
from shared.messages.events import EventState
from shared.occurrences import Dates

LINE_END = "\r\n"
BEGIN, END = f"BEGIN:VEVENT{LINE_END}", f"END:VEVENT{LINE_END}"
VEVENT = re.compile(rf"{BEGIN}.*?{END}", re.DOTALL)
# What one date that stands alone must not have; some have no end either.
OF_SERIES = ("RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "DTEND", "DURATION")
# With the line break no more than 75 octets (RFC 5545, 3.1), as the library has it.
LINE_LENGTH = 74
# What many sign up for at the same time, in all languages.
DATES_REMEMBERED = 200
RECURRENCE_ID = re.compile(r"^RECURRENCE-ID[;:](?:.*:)?([0-9TZ]+)\r$", re.MULTILINE)


def rendered_of(event: EventState, language: str, *, without_cancelled: bool = False) -> str | None:
    """As the events service renders it, in this language or else in the event's own; None while it has no date."""
    vevents = (event.vevents_without_cancelled if without_cancelled else {}) or event.vevents
    if language in vevents or event.language not in vevents:
        return vevents.get(language)
    rendered = vevents[event.language]
    for words in event.vevent_words:
        if language in words:
            rendered = rendered.replace(words[event.language], words[language])
    return rendered


def on_its_own(event: EventState, occurrence: Occurrence, rendered: str, uid: UUID, sequence: int, status: str) -> str:
    """The VEVENT of one date: calendar apps drop single instances whose series they do not have."""
    start, end = walls(event, occurrence.starts_at, occurrence.ends_at)
    dates = Dates(time_zone=event.time_zone, starts_on=event.starts_on)
    alone = for_all(rendered, names_of(event, occurrence), dates, start, end, status)
    return with_lines(alone, [f"UID:{uid}", f"SEQUENCE:{sequence}"])


@lru_cache(maxsize=DATES_REMEMBERED)
def for_all(rendered: str, names: frozenset[str], dates: Dates, start: datetime, end: datetime, status: str) -> str:
    """The same for all who come on the date, of whom many may get it one after the other."""
    own = icalendar.Event()
    add_dates(own, dates, start, end)
    own.add("status", status)
    lines: list[str] = own.content_lines(sorted=False)
    return with_lines(without(OF_SERIES, chosen(rendered, names)), lines[1:-2])


def with_lines(vevent: str, lines: Sequence[str]) -> str:
    """The VEVENT with these instead of what it has of the same names; the rest stays as it is, byte by byte."""
    own = "".join(f"{folded(line)}\r\n" for line in lines)
    return BEGIN + own + without(map(name_of, lines), vevent).removeprefix(BEGIN)


def folded(line: str) -> str:
    """The library looks at each character: it must not come between the bytes of one, or behind a backslash."""
    if line.isascii() and "\\" not in line and "^" not in line:
        return "\r\n ".join(line[start : start + LINE_LENGTH] for start in range(0, len(line), LINE_LENGTH))
    content: bytes = Contentline(line).to_ical()  # type: ignore[no-untyped-call]  # the library has no types here
    return content.decode()


def name_of(line: str) -> str:
    return re.split("[;:]", line, maxsplit=1)[0]


def without(names: Iterable[str], vevent: str) -> str:
    """Without these properties and the lines they are folded into (RFC 5545, 3.1)."""
    return re.sub(rf"^(?:{'|'.join(names)})[;:].*\r\n(?:[ \t].*\r\n)*", "", vevent, flags=re.MULTILINE)


def chosen(rendered: str, names: frozenset[str]) -> str:
    """The VEVENT of this very date if it was moved or cancelled, else that of the whole series."""
    vevents = VEVENT.findall(rendered)
    own = (each for each in vevents if (found := RECURRENCE_ID.search(each)) and found[1] in names)
    whole = (each for each in vevents if not RECURRENCE_ID.search(each))
    return next(own, None) or next(whole, rendered)


def names_of(event: EventState, occurrence: Occurrence) -> frozenset[str]:
    """How a RECURRENCE-ID may name it: as a day, in wall time or in UTC (RFC 5545, 3.8.4.4)."""
    if occurrence.recurrence_id is None:
        return frozenset()
    wall_time = occurrence.recurrence_id
    instant = wall_time.replace(tzinfo=ZoneInfo(event.time_zone)).astimezone(UTC)
    return frozenset([f"{wall_time:%Y%m%d}", f"{wall_time:%Y%m%dT%H%M%S}", f"{instant:%Y%m%dT%H%M%SZ}"])
