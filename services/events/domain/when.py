"""Days in words that stay true in a bookmark: today, this weekend, this month; or a month by its number."""

import re
from datetime import date, timedelta
from enum import StrEnum

from services.events.domain.dates import NO_SUCH_YEAR, YEARS
from services.events.domain.months import next_month
from shared.problems import invalid
from shared.translations import N_


class When(StrEnum):
    TODAY = "today"
    WEEKEND = "weekend"
    MONTH = "month"


WHEN_NAMES: dict[str, str] = {
    When.TODAY: N_("Today"),
    When.WEEKEND: N_("This weekend"),
    When.MONTH: N_("This month"),
}
MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
SATURDAY = 5


def days_of(when: str, *, today: date) -> tuple[date, date]:
    """The first and the last of these days. Raises `Invalid` for other words."""
    if when == When.TODAY:
        return today, today
    if when == When.WEEKEND:
        saturday = today + timedelta(days=SATURDAY - today.weekday())
        return saturday, saturday + timedelta(days=1)
    first = today.replace(day=1) if when == When.MONTH else month_of(when, field="when")
    return first, next_month(first) - timedelta(days=1)


def month_of(named: str, *, field: str) -> date:
    """The first day of a month such as `2026-12`. Raises `Invalid` naming the field."""
    found = MONTH.fullmatch(named)
    if found is None:
        raise invalid(field, N_("Please choose one of: %(choices)s."), choices=f"{', '.join(When)}, 2026-12")
    if int(found[1]) not in YEARS:
        raise invalid(field, NO_SUCH_YEAR)
    return date(int(found[1]), int(found[2]), 1)
