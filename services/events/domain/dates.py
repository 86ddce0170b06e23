"""When an event is: wall times in a zone, or whole days, or not known yet. Instants are derived from these."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from shared.formats import Dated
from shared.problems import FieldProblem, Invalid
from shared.timezones import ZONE_NAMES
from shared.translations import N_

# Longer than any exhibition; a typing error in the year is more likely.
LONGEST = timedelta(days=366)
FURTHEST_AHEAD = timedelta(days=5 * 366)
# Years in which every date has an instant in every zone; others are typing errors.
YEARS = range(1900, 2200)

ONE_KIND_OF_DATE = N_("Please give either a date with times or whole days, not both.")
END_MISSING = N_("Please say when it ends.")
START_MISSING = N_("Please say when it starts.")
END_BEFORE_START = N_("The end must come after the start.")
IN_THE_PAST = N_("Please choose a date that lies ahead.")
TOO_FAR_AHEAD = N_("Please check the year: this is more than five years ahead.")
TOO_LONG = N_("Please check the end: this would last more than a year.")
NO_SUCH_HOUR = N_("This hour does not exist: the clocks go forward that night. Please choose another time.")
NO_SUCH_YEAR = N_("Please check the year.")
NO_SUCH_ZONE = N_("This is not a time zone we know. An example: Europe/Berlin")


class Dates(Dated, Protocol):
    """The dates of a draft or of an event."""

    @property
    def time_zone(self) -> str: ...


def check(dates: Dates) -> None:
    """Raises `Invalid` naming each field that makes no sense."""
    if dates.time_zone not in ZONE_NAMES:
        raise Invalid(FieldProblem(field="time_zone", text=NO_SUCH_ZONE))
    if (dates.starts_at or dates.ends_at) and (dates.starts_on or dates.ends_on):
        raise Invalid(FieldProblem(field="starts_on", text=ONE_KIND_OF_DATE))
    start, end = ("starts_on", "ends_on") if dates.starts_on or dates.ends_on else ("starts_at", "ends_at")
    first, last = getattr(dates, start), getattr(dates, end)
    if first is None and last is None:
        return
    problems = [
        FieldProblem(field=field, text=NO_SUCH_YEAR)
        for field, day in ((start, first), (end, last))
        if day and day.year not in YEARS
    ]
    if problems:
        raise Invalid(*problems)
    if first is None:
        problems.append(FieldProblem(field=start, text=START_MISSING))
    elif last is None:
        problems.append(FieldProblem(field=end, text=END_MISSING))
    elif last < first or (last == first and end == "ends_at"):
        problems.append(FieldProblem(field=end, text=END_BEFORE_START))
    elif last - first > LONGEST:
        problems.append(FieldProblem(field=end, text=TOO_LONG))
    problems += [
        FieldProblem(field=field, text=NO_SUCH_HOUR)
        for field, wall_time in (("starts_at", dates.starts_at), ("ends_at", dates.ends_at))
        if wall_time and not exists(wall_time, dates.time_zone)
    ]
    if problems:
        raise Invalid(*problems)


def check_ahead(dates: Dates, now: datetime) -> None:
    """Raises `Invalid` when the start has passed or is implausibly far away."""
    span = instants(dates)
    if span is None:
        return
    field = "starts_on" if dates.starts_on else "starts_at"
    # Whole days count as ahead until the first of them is over.
    begins = span[0] + timedelta(days=1) if dates.starts_on else span[0]
    if begins <= now:
        raise Invalid(FieldProblem(field=field, text=IN_THE_PAST))
    if begins > now + FURTHEST_AHEAD:
        raise Invalid(FieldProblem(field=field, text=TOO_FAR_AHEAD))


def instants(dates: Dates) -> tuple[datetime, datetime] | None:
    """Start and end in UTC, the end exclusive; None while the date is to be announced.

    In the hour that exists twice the first is meant (RFC 5545, 3.3.5).
    """
    zone = ZoneInfo(dates.time_zone)
    if dates.starts_at and dates.ends_at:
        return dates.starts_at.replace(tzinfo=zone).astimezone(UTC), dates.ends_at.replace(tzinfo=zone).astimezone(UTC)
    if dates.starts_on and dates.ends_on:
        return start_of_day(dates.starts_on, zone), start_of_day(dates.ends_on + timedelta(days=1), zone)
    return None


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def exists(wall_time: datetime, time_zone: str) -> bool:
    """Whether clocks show this time at all: not in the hour they skip in spring."""
    zone = ZoneInfo(time_zone)
    return wall_time.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) == wall_time
