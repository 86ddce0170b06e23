"""Days in weeks and months, as calendars on the city's walls have them: weeks begin on Monday (ISO 8601).

Where weeks begin is of the region and not of the language (Unicode TR 35, supplemental data, first day of the week).
"""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Annotated, Protocol, TypeVar
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct

from services.events.domain.dates import NO_SUCH_YEAR, YEARS
from shared.problems import invalid
from shared.translations import N_

NO_SUCH_WEEK = N_("Please give a week such as 2026-W49.")


class Period(Struct, frozen=True, kw_only=True):
    """A month of a year, or a whole year."""

    year: Annotated[int | None, Meta(title=N_("Year"))] = None
    month: Annotated[Annotated[int, Meta(ge=1, le=12)] | None, Meta(title=N_("Month"))] = None


def first_days(period: Period, *, today: date) -> list[date]:
    """The first day of each month of the period: of this month, when nothing was asked for. Raises `Invalid`."""
    if period.year is None:
        return [today.replace(day=1)]
    if period.year not in YEARS:
        raise invalid("year", NO_SUCH_YEAR)
    return [date(period.year, month, 1) for month in ([period.month] if period.month else range(1, 13))]


def weeks(first: date) -> list[list[date]]:
    """The weeks of a month, in full: with the last days of the month before and the first of the next."""
    return Calendar().monthdatescalendar(first.year, first.month)


def week_of(day: date) -> list[date]:
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=number) for number in range(7)]


def name_of_week(week: list[date]) -> str:
    """Such as `2026-W49`."""
    return f"{week[0]:%G-W%V}"


def week_named(name: str) -> list[date]:
    """The days of a week such as `2026-W49`. Raises `Invalid`."""
    try:
        monday = datetime.strptime(f"{name}-1", "%G-W%V-%u").date()  # noqa: DTZ007 - a day has no zone
    except ValueError as error:
        raise invalid("week", NO_SUCH_WEEK) from error
    if monday.year not in YEARS:
        raise invalid("week", NO_SUCH_YEAR)
    return week_of(monday)


class Lasting(Protocol):
    """Whatever takes place from one instant to another."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


Entry = TypeVar("Entry", bound=Lasting)


def by_day(entries: Iterable[Entry], begin: date, end: date, zone: ZoneInfo) -> dict[date, list[Entry]]:
    """The entries on each day from `begin` to `end`; what lasts several days is on each of them."""
    days: dict[date, list[Entry]] = defaultdict(list)
    for entry in entries:
        first = max(begin, entry.starts_at.astimezone(zone).date())
        last = min(end, (entry.ends_at - timedelta(microseconds=1)).astimezone(zone).date())
        for number in range((last - first).days + 1):
            days[first + timedelta(days=number)].append(entry)
    return days


def next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def previous_month(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)
