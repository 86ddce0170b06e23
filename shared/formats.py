"""Dates and times as the reader writes them (CLDR)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from datetime import time as wall_time
from functools import cache, lru_cache
from typing import Protocol

from babel import Locale
from babel.dates import (
    format_date,
    format_interval,
    format_skeleton,
    format_time,
    format_timedelta,
    get_datetime_format,
)
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.units import format_unit

from shared.translations import N_, catalogue, plain

# Babel takes a tenth of a millisecond for each. The days of a year, in some forms and all languages.
REMEMBERED = 30_000
# The hour at which the next day begins for those who were up all night.
MORNING = 6
EASY_GERMAN = "de-simple"


class Dated(Protocol):
    """Whatever has a date the way an event has: wall times, whole days, or none yet."""

    @property
    def starts_at(self) -> datetime | None: ...
    @property
    def ends_at(self) -> datetime | None: ...
    @property
    def starts_on(self) -> date | None: ...
    @property
    def ends_on(self) -> date | None: ...


def locale_of(language: str) -> str:
    """The language as it is written in Europe: CLDR's plain English has the American order of dates."""
    return "en_GB" if language == "en" else plain(language)


def first_day(dated: Dated) -> date | None:
    return dated.starts_at.date() if dated.starts_at else dated.starts_on


def last_day(dated: Dated) -> date | None:
    return dated.ends_at.date() if dated.ends_at else dated.ends_on


def when(dated: Dated, language: str) -> str:
    """The date in words, such as `Saturday, 11 September 2027, 17:00 – 19:00`; empty while it is to be announced."""
    first, last = first_day(dated), last_day(dated)
    if first is None or last is None:
        return ""
    if dated.starts_at is None or dated.ends_at is None:
        return days_in_full(first, last, language)
    if first == last:
        times = from_to(time(dated.starts_at, language), time(dated.ends_at, language), language)
        return joined(full_date(first, language), times, language)
    return from_to(date_and_time(dated.starts_at, language), date_and_time(dated.ends_at, language), language)


def days_in_full(first: date, last: date, language: str) -> str:
    begins = full_date(first, language)
    return begins if first == last else from_to(begins, full_date(last, language), language)


def from_to(begin: str, end: str, language: str) -> str:
    """Such as `17:00 – 19:00`."""
    return catalogue(language).gettext(N_("%(begin)s – %(end)s")) % {"begin": begin, "end": end}


def hours(dated: Dated, language: str) -> str:
    """What is left to say beside its first day, such as `17:00 – 19:00`; empty while it is to be announced."""
    first, last = first_day(dated), last_day(dated)
    if first is None or last is None:
        return ""
    if dated.starts_at is None or dated.ends_at is None:
        return until(day_in_brief(last, first, language), language) if last > first else all_day(language)
    begins, ends = time(dated.starts_at, language), time(dated.ends_at, language)
    # A night out is told by its hours, as people speak of it.
    if dated.ends_at - dated.starts_at < timedelta(days=1) and (first == last or dated.ends_at.hour < MORNING):
        return from_to(begins, ends, language)
    return from_to(begins, joined(day_in_brief(last, first, language), ends, language), language)


def all_day(language: str) -> str:
    return catalogue(language).gettext(N_("All day"))


def until(end: str, language: str) -> str:
    return catalogue(language).gettext(N_("until %(end)s")) % {"end": end}


def day_in_brief(day: date, beside: date, language: str) -> str:
    """Such as `Sun 29 Nov`; with the year, when it is not that of the date it stands beside."""
    is_this_year = day.year == beside.year
    # It has no abbreviations.
    if language == EASY_GERMAN:
        return in_form(day, "EEEE, d. MMMM" if is_this_year else "full", language)
    return in_parts(day, "MMMEd" if is_this_year else "yMMMEd", language)


def date_and_time(moment: datetime, language: str) -> str:
    return joined(full_date(moment, language), time(moment, language), language)


def joined(day: str, times: str, language: str) -> str:
    """Date and time with what the language puts between them: Arabic has a comma of its own."""
    return date_time_pattern(language).replace("{1}", day).replace("{0}", times)


@cache
def date_time_pattern(language: str) -> str:
    return str(get_datetime_format("medium", locale=locale_of(language)))


@lru_cache(REMEMBERED)
def in_form(day: date, form: str, language: str) -> str:
    return format_date(day, form, locale=locale_of(language))


@lru_cache(REMEMBERED)
def in_parts(day: date, parts: str, language: str) -> str:
    return format_skeleton(parts, day, locale=locale_of(language))


@lru_cache(REMEMBERED)
def in_hours(clock: wall_time, language: str) -> str:
    # English readers in a German city meet 24 hours on every sign.
    return format_time(clock, "HH:mm", locale=locale_of(language))


def day_of(day: date) -> date:
    """Without the time: equal instants may fall on different days, and what is remembered goes by what is equal."""
    return day.date() if isinstance(day, datetime) else day


def short_date_and_time(moment: datetime, language: str) -> str:
    return joined(short_date(moment, language), time(moment, language), language)


def listed(words: Iterable[str], language: str) -> str:
    """Such as `German, Arabic and Turkish`."""
    return format_list(list(words), locale=locale_of(language))


def full_date(day: date, language: str) -> str:
    return in_form(day_of(day), "full", language)


def short_date(day: date, language: str) -> str:
    return in_form(day_of(day), "medium", language)


def time(moment: datetime, language: str) -> str:
    return in_hours(moment.time(), language)


def weekday(day: date, language: str) -> str:
    return in_form(day_of(day), "EEEE", language)


def days(first: date, last: date, language: str) -> str:
    """Such as `23–29 Nov 2026`."""
    if language == EASY_GERMAN:
        is_one_month = (first.year, first.month) == (last.year, last.month)
        form = "d." if is_one_month else "d. MMMM" if first.year == last.year else "d. MMMM y"
        return from_to(in_form(first, form, language), in_form(last, "d. MMMM y", language), language)
    return format_interval(first, last, "yMMMd", locale=locale_of(language))


def month_name_short(day: date, language: str) -> str:
    return in_form(day_of(day), "LLL", language)


def year(day: date, language: str) -> str:
    return in_form(day_of(day), "y", language)


def month_and_year(day: date, language: str) -> str:
    return in_parts(day_of(day), "yMMMM", language)


def day_and_month(day: date, language: str) -> str:
    """Such as `23 Nov`."""
    return in_parts(day_of(day), "MMMd", language)


def month_in_brief(day: date, beside: date, language: str) -> str:
    """The name of the month; with the year, when it is not that of the date it stands beside."""
    return in_form(day, "LLLL", language) if day.year == beside.year else month_and_year(day, language)


def weekday_short(day: date, language: str) -> str:
    return in_form(day_of(day), "EEEEEE", language)


@lru_cache(REMEMBERED)
def number(value: int, language: str) -> str:
    return format_decimal(value, locale=locale_of(language))


@lru_cache(REMEMBERED)
def language_name(code: str, language: str) -> str:
    """The name of a language in the reader's (CLDR), with the capital that a list wants."""
    if code == EASY_GERMAN:
        return catalogue(language).gettext(N_("Easy German"))
    name: str = Locale(plain(language)).languages.get(code, code)
    return name[0].upper() + name[1:]


def file_size(size_bytes: int, language: str) -> str:
    """The size as people compare it, such as `3.4 MB` or `120 kB`; one megabyte is a million bytes."""
    unit, value = ("megabyte", size_bytes / 1_000_000) if size_bytes >= 1_000_000 else ("kilobyte", size_bytes / 1000)
    rounded = round(value, 1) if value < 100 and unit == "megabyte" else max(1, round(value))
    return format_unit(rounded, f"digital-{unit}", length="short", locale=locale_of(language))


def duration(seconds: int, language: str) -> str:
    """About how long, such as `20 minutes` or `3 hours`."""
    # Less than a minute is as good as one, and less than two of a unit is told in the smaller one.
    return format_timedelta(max(seconds, 60), threshold=2, granularity="minute", locale=locale_of(language))


def ago(passed: timedelta, language: str) -> str:
    """About how long ago, such as `20 minutes ago`."""
    passed = -max(passed, timedelta(minutes=1))
    return format_timedelta(passed, threshold=2, granularity="minute", add_direction=True, locale=locale_of(language))
