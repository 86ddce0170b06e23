"""Time zones as calendar apps read them (RFC 5545, 3.6.5): the rules that hold now, without an end."""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfoNotFoundError

from msgspec import Struct

TZDATA = files("tzdata")
# Not zoneinfo.available_timezones(): that adds what the machine happens to have, such as `localtime`.
ZONE_NAMES = frozenset((TZDATA / "zones").read_text().split())

# The last line of a zone's TZif file (RFC 9636, 3.3), such as CET-1CEST,M3.5.0,M10.5.0/3.
NAME, TIME = r"<[^>]+>|[A-Za-z]+", r"[+-]?\d+(?::\d\d)*"
DAY = r"M\d+\.\d\.\d(?:/[+-]?\d+(?::\d\d)*)?"
FOOTER = re.compile(
    rf"(?P<name>{NAME})(?P<offset>{TIME})"
    rf"(?:(?P<other_name>{NAME})(?P<other_offset>{TIME})?,(?P<leaves>{DAY}),(?P<returns>{DAY}))?"
)
OFFSET_OF_DAYLIGHT = timedelta(hours=1)
DEFAULT_TIME = "2"

# Apps expect a start in the past; the rules are given as if they had always held.
FIRST_YEAR = 1970
LAST_WEEK = 5
WEEKDAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")


class Observance(Struct, frozen=True, kw_only=True):
    """A time of the year with one offset; it begins on `first` and by `rule` each year."""

    name: str
    offset_from: timedelta
    offset_to: timedelta
    first: datetime
    rule: str = ""


@cache
def vtimezone(zone_name: str) -> str:
    """The VTIMEZONE of a zone, as lines that end with CRLF. Raises `ZoneInfoNotFoundError`."""
    if zone_name not in ZONE_NAMES:
        raise ZoneInfoNotFoundError(zone_name)
    observances = [line for each in observances_of(zone_name) for line in lines_of(each)]
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone_name}", *observances, "END:VTIMEZONE"]
    return "".join(f"{line}\r\n" for line in lines)


def observances_of(zone_name: str) -> list[Observance]:
    footer = (TZDATA / "zoneinfo" / zone_name).read_bytes().rstrip(b"\n").rpartition(b"\n")[2].decode()
    zone = FOOTER.fullmatch(footer)
    if zone is None:
        raise ValueError(f"{zone_name} has a rule we cannot write: {footer}")
    name, offset = zone["name"].strip("<>"), -duration(zone["offset"])
    if not zone["leaves"]:
        return [Observance(name=name, offset_from=offset, offset_to=offset, first=midnight(date(FIRST_YEAR, 1, 1)))]
    other_name = zone["other_name"].strip("<>")
    other_offset = -duration(zone["other_offset"]) if zone["other_offset"] else offset + OFFSET_OF_DAYLIGHT
    return [
        yearly(other_name, offset_from=offset, offset_to=other_offset, day=zone["leaves"]),
        yearly(name, offset_from=other_offset, offset_to=offset, day=zone["returns"]),
    ]


def yearly(name: str, *, offset_from: timedelta, offset_to: timedelta, day: str) -> Observance:
    """The observance that begins on a POSIX day such as `M10.5.0/3`: the last Sunday of October at 3:00."""
    numbers, _, clock = day.removeprefix("M").partition("/")
    month, week, weekday = (int(number) for number in numbers.split("."))
    nominal = nth_weekday(month, week, weekday)
    first = midnight(nominal) + duration(clock or DEFAULT_TIME)
    # Times before 0:00 and after 24:00 are usual here; they mean another day.
    rule = yearly_rule(month, week, weekday, days_later=(first.date() - nominal).days)
    return Observance(name=name, offset_from=offset_from, offset_to=offset_to, first=first, rule=rule)


def nth_weekday(month: int, week: int, weekday: int) -> date:
    """The day in the first year; the last week is whichever has that weekday last."""
    month_begins_on = date(FIRST_YEAR, month, 1).isoweekday() % 7
    day = 1 + (weekday - month_begins_on) % 7 + 7 * (week - 1)
    return date(FIRST_YEAR, month, day if day <= days_in(month) else day - 7)


def yearly_rule(month: int, week: int, weekday: int, *, days_later: int) -> str:
    """An RRULE for the weekday that comes `days_later` than the nth of its kind in the month."""
    if not days_later:
        return f"FREQ=YEARLY;BYMONTH={month};BYDAY={-1 if week == LAST_WEEK else week}{WEEKDAYS[weekday]}"
    earliest = date(FIRST_YEAR, month, days_in(month) - 6 if week == LAST_WEEK else 7 * week - 6)
    span = [earliest + timedelta(days=days_later + more) for more in range(7)]
    by_day = f"BYDAY={WEEKDAYS[(weekday + days_later) % 7]}"
    if span[0].month == span[-1].month:
        return f"FREQ=YEARLY;BYMONTH={span[0].month};{by_day};BYMONTHDAY={listed(day.day for day in span)}"
    # Counted from the year's end, because the leap day stands in the way from its start.
    next_year = date(FIRST_YEAR + 1, 1, 1)
    return f"FREQ=YEARLY;{by_day};BYYEARDAY={listed((day - next_year).days for day in span)}"


def lines_of(observance: Observance) -> list[str]:
    # Ireland calls its summer time standard; apps expect the larger offset to be DAYLIGHT.
    kind = "DAYLIGHT" if observance.offset_to > observance.offset_from else "STANDARD"
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{observance.first:%Y%m%dT%H%M%S}",
        f"TZNAME:{observance.name}",
        f"TZOFFSETFROM:{utc_offset(observance.offset_from)}",
        f"TZOFFSETTO:{utc_offset(observance.offset_to)}",
        *([f"RRULE:{observance.rule}"] if observance.rule else []),
        f"END:{kind}",
    ]


def duration(clock: str) -> timedelta:
    """`-3:30` or `50` as hours, minutes and seconds; the sign is for all of them."""
    sign = -1 if clock.startswith("-") else 1
    hours, minutes, seconds = [*(int(part) for part in clock.lstrip("+-").split(":")), 0, 0][:3]
    return sign * timedelta(hours=hours, minutes=minutes, seconds=seconds)


def utc_offset(offset: timedelta) -> str:
    minutes = abs(offset) // timedelta(minutes=1)
    return f"{'-' if offset < timedelta() else '+'}{minutes // 60:02}{minutes % 60:02}"


def midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)


def days_in(month: int) -> int:
    return monthrange(FIRST_YEAR, month)[1]


def listed(numbers: Iterable[int]) -> str:
    return ",".join(str(number) for number in numbers)
