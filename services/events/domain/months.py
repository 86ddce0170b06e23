"""Days in months, as calendars on walls have them: weeks from Monday to Sunday."""

from calendar import Calendar
from datetime import date, timedelta
from typing import Annotated

from msgspec import Meta, Struct

from services.events.domain.dates import NO_SUCH_YEAR, YEARS
from shared.problems import invalid
from shared.translations import N_

MONDAY_FIRST = Calendar(firstweekday=0)


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
    return MONDAY_FIRST.monthdatescalendar(first.year, first.month)


def next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def previous_month(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)
