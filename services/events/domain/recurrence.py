"""Series: RRULE and EXDATE (RFC 5545, 3.3.10, 3.8.5) on wall times, as far as people and every calendar app follow."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Protocol
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from msgspec import Struct

from services.events.domain.dates import LONGEST, Dates, instants
from services.events.domain.details import RecurrenceFields
from shared.problems import invalid
from shared.translations import N_

# How far ahead there are occurrences at least, and how far a job then adds the next ones.
AHEAD = timedelta(days=731)
HORIZON = AHEAD + timedelta(days=31)
LONGEST_SERIES = timedelta(days=5 * 366)
MOST_OCCURRENCES = 500
# In this order they are written. WKST only Monday, as everywhere where this calendar is used.
PARTS = {
    "FREQ": re.compile("DAILY|WEEKLY|MONTHLY|YEARLY"),
    "INTERVAL": re.compile(r"[1-9]\d?"),
    "BYMONTH": re.compile(r"[1-9]|1[0-2]"),
    "BYMONTHDAY": re.compile(r"-?([1-9]|[12]\d|3[01])"),
    "BYDAY": re.compile(r"([1-5]|-[1-5])?(MO|TU|WE|TH|FR|SA|SU)(,([1-5]|-[1-5])?(MO|TU|WE|TH|FR|SA|SU)){0,6}"),
    "COUNT": re.compile(r"[1-9]\d{0,9}"),
    "UNTIL": re.compile(r"\d{8}(T\d{6}Z?)?"),
}
USUAL = {"INTERVAL": "1", "WKST": "MO"}

NOT_A_RULE = N_("This is not a rule we know. Examples: FREQ=WEEKLY;COUNT=10 or FREQ=MONTHLY;BYDAY=1MO;UNTIL=20271231")
TOO_OFTEN = N_("An event can repeat daily, weekly, monthly or yearly, not more often.")
TOO_MANY = N_("Please let it repeat at most %(limit)s times.")
TOO_LONG = N_("Please let it end within five years, or leave the end open.")
ENDS_BEFORE_START = N_("The last day must not lie before the first date.")
BOTH_ENDS = N_("Please give either how often or until when, not both.")
NO_DATE = N_("Please give the first date; an event whose date is not known yet cannot repeat.")
OUT_OF_STEP = N_("The first date must itself be one of the repeated dates.")
OVERLAPS = N_("It would begin again before it is over.")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Repeating(Dates, Protocol):
    """The dates of something that may be a series."""

    @property
    def recurrence(self) -> RecurrenceFields | None: ...


class Moment(Struct, frozen=True, kw_only=True):
    """When one occurrence is by the rule: its wall time, which is its RECURRENCE-ID, and its instants."""

    wall_time: datetime
    starts_at: datetime
    ends_at: datetime


def canonical(rule: str) -> str:
    """The rule in one spelling, `UNTIL` as a day. Raises `Invalid` for what not every common calendar app follows."""
    parts: dict[str, str] = {}
    for part in rule.upper().removeprefix("RRULE:").strip().rstrip(";").split(";"):
        name, _, value = part.partition("=")
        if name in parts:
            raise invalid("recurrence.rule", NOT_A_RULE)
        parts[name] = value
    if parts.get("FREQ") in {"SECONDLY", "MINUTELY", "HOURLY"}:
        raise invalid("recurrence.rule", TOO_OFTEN)
    parts = {name: value for name, value in parts.items() if USUAL.get(name) != value}
    fits = all(name in PARTS and PARTS[name].fullmatch(value) for name, value in parts.items())
    if not fits or "FREQ" not in parts or not is_followed(parts):
        raise invalid("recurrence.rule", NOT_A_RULE)
    if "COUNT" in parts and "UNTIL" in parts:
        raise invalid("recurrence.rule", BOTH_ENDS)
    if int(parts.get("COUNT", 0)) > MOST_OCCURRENCES:
        raise invalid("recurrence.rule", TOO_MANY, limit=MOST_OCCURRENCES)
    if "UNTIL" in parts:
        parts["UNTIL"] = parts["UNTIL"][:8]
    return ";".join(f"{name}={parts[name]}" for name in PARTS if name in parts)


def is_followed(parts: dict[str, str]) -> bool:
    """Whether the parts are ones that belong together: Outlook knows no other combinations."""
    numbered = any(character.isdigit() for character in parts.get("BYDAY", ""))
    match parts["FREQ"]:
        case "DAILY":
            return not parts.keys() & {"BYDAY", "BYMONTHDAY", "BYMONTH"}
        case "WEEKLY":
            return not parts.keys() & {"BYMONTHDAY", "BYMONTH"} and not numbered
        case "MONTHLY":
            by_weekday = "BYDAY" in parts and numbered and "," not in parts["BYDAY"]
            return "BYMONTH" not in parts and ("BYDAY" not in parts or (by_weekday and "BYMONTHDAY" not in parts))
        case _:
            return not parts.keys() & {"BYDAY", "BYMONTHDAY", "BYMONTH"}


def last_day_of(rule: str) -> date | None:
    """The day of UNTIL. Raises `Invalid` for one that is not in the calendar."""
    found = re.search(r"UNTIL=(\d{8})", rule)
    try:
        return datetime.strptime(found.group(1), "%Y%m%d").date() if found else None  # noqa: DTZ007 - a day has no zone
    except ValueError as error:
        raise invalid("recurrence.rule", NOT_A_RULE) from error


def check(dates: Repeating) -> None:
    """Raises `Invalid` when the series makes no sense, or is more than a calendar can bear."""
    recurrence = dates.recurrence
    if recurrence is None:
        return
    start = wall_start(dates)
    if start is None:
        raise invalid("recurrence.rule", NO_DATE)
    rule = canonical(recurrence.rule)
    until = last_day_of(rule)
    if until and until < start.date():
        raise invalid("recurrence.rule", ENDS_BEFORE_START)
    if until and until > start.date() + LONGEST_SERIES:
        raise invalid("recurrence.rule", TOO_LONG)
    found = list(wall_times(rule, start, start + LONGEST_SERIES + LONGEST))
    if not found or found[0] != start:
        raise invalid("recurrence.rule", OUT_OF_STEP)
    if "COUNT" in rule and found[-1] > start + LONGEST_SERIES:
        raise invalid("recurrence.rule", TOO_LONG)
    if any(after - before < wall_length(dates) for before, after in pairwise(found)):
        raise invalid("recurrence.rule", OVERLAPS)


def wall_times(rule: str, start: datetime, before: datetime) -> Iterator[datetime]:
    """What the rule gives from `start` on, exceptions not yet taken out; wall times without a zone."""
    until = last_day_of(rule)
    unbounded = re.sub(r";UNTIL=\d{8}", "", rule)
    for wall_time in rrulestr(unbounded, dtstart=start):
        if wall_time >= before or (until and wall_time.date() > until):
            return
        yield wall_time


def moments(dates: Repeating, *, now: datetime) -> list[Moment]:
    """All occurrences by the rule, from the first on and as far ahead as they are kept; of a one-off just one.

    Each lasts as long on the clock as the first, also through a night in which the clocks change. A wall time that the
    clocks skip counts as if they had not yet been put forward (RFC 5545, 3.3.5).
    """
    span = instants(dates)
    start = wall_start(dates)
    if span is None or start is None:
        return []
    if dates.recurrence is None:
        return [Moment(wall_time=start, starts_at=span[0], ends_at=span[1])]
    horizon = max(now.replace(tzinfo=None), start) + HORIZON
    excepted = set(dates.recurrence.except_on)
    lasts = wall_length(dates)
    zone = ZoneInfo(dates.time_zone)
    return [
        Moment(wall_time=wall_time, starts_at=instant(wall_time, zone), ends_at=instant(wall_time + lasts, zone))
        for wall_time in wall_times(dates.recurrence.rule, start, horizon)
        if wall_time.date() not in excepted
    ]


def instant(wall_time: datetime, zone: ZoneInfo) -> datetime:
    return wall_time.replace(tzinfo=zone).astimezone(UTC)


def wall_start(dates: Dates) -> datetime | None:
    """The wall time of the first occurrence; midnight for whole days."""
    return dates.starts_at or (datetime.combine(dates.starts_on, time()) if dates.starts_on else None)


def wall_length(dates: Dates) -> timedelta:
    if dates.starts_at and dates.ends_at:
        return dates.ends_at - dates.starts_at
    if dates.starts_on and dates.ends_on:
        return dates.ends_on - dates.starts_on + timedelta(days=1)
    return timedelta()


def ended_before(recurrence: RecurrenceFields | None, day: date) -> RecurrenceFields | None:
    """The series, ending before this day."""
    if recurrence is None:
        return None
    kept = [part for part in recurrence.rule.split(";") if not part.startswith(("COUNT=", "UNTIL="))]
    rule = ";".join([*kept, f"UNTIL={day - timedelta(days=1):%Y%m%d}"])
    return RecurrenceFields(rule=rule, except_on=[each for each in recurrence.except_on if each < day])


def begun_at(dates: Repeating, wall_time: datetime) -> RecurrenceFields | None:
    """What is left of the series from one of its wall times on."""
    start = wall_start(dates)
    if dates.recurrence is None or start is None:
        return None
    gone = sum(1 for _ in wall_times(dates.recurrence.rule, start, wall_time))
    rule = re.sub(r"COUNT=(\d+)", lambda found: f"COUNT={int(found.group(1)) - gone}", dates.recurrence.rule)
    return RecurrenceFields(rule=rule, except_on=[day for day in dates.recurrence.except_on if day > wall_time.date()])
