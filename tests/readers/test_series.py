"""Series, as four libraries expand them that did not write them: all see the dates that we list, for two years."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import count, takewhile
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec import structs

from shared.messages.event_details import Occurrence as Listed
from shared.messages.event_details import OccurrenceStatus, Recurrence
from shared.messages.events import EventState
from tests.events.states import EVENING
from tests.readers.agreement import FROM, TO, feed_of, instant, seen_by
from tests.readers.ical_js import IcalJs
from tests.readers.reading import Occurrence, Reader

# What readers see, and what we list, without titles: those of cancelled dates are marked.
Dates = list[tuple[datetime | date, datetime | date, str]]

MONDAY = datetime(2027, 1, 4, 18, 30)
LENGTH = timedelta(minutes=90)


def series(
    rule: str,
    starts: Iterator[datetime],
    *,
    zone: str = "Europe/Berlin",
    except_on: list[date] | None = None,
    moved: dict[date, datetime] | None = None,
    cancelled: set[date] | None = None,
    length: timedelta = LENGTH,
    whole_days: int = 0,
) -> EventState:
    """A series of these starts, the first of them the event's own, until the end of the two years."""
    wall_times = list(takewhile(lambda start: instant(start, zone) < TO, starts))
    listed = []
    for number, start in enumerate(wall_times):
        if start.date() in (except_on or []):
            continue
        begins = (moved or {}).get(start.date(), start)
        ends = begins + timedelta(days=whole_days) if whole_days else begins + length
        is_off = start.date() in (cancelled or set())
        listed.append(
            Listed(
                id=UUID(int=number),
                starts_at=instant(begins, zone),
                ends_at=instant(ends, zone),
                recurrence_id=start,
                status=OccurrenceStatus.CANCELLED if is_off else OccurrenceStatus.CONFIRMED,
            )
        )
    first = wall_times[0]
    dates: dict[str, Any] = {"starts_at": first, "ends_at": first + length}
    if whole_days:
        last = first.date() + timedelta(days=whole_days - 1)
        dates = {"starts_at": None, "ends_at": None, "starts_on": first.date(), "ends_on": last}
    recurrence = Recurrence(rule=rule, except_on=except_on or [])
    return structs.replace(EVENING, **dates, time_zone=zone, occurrences=listed, recurrence=recurrence)


def every(days: int, first: datetime = MONDAY) -> Iterator[datetime]:
    return (first + timedelta(days=days * number) for number in count())


def months(first: datetime) -> Iterator[datetime]:
    """The first of each month from that of `first` on, at its time."""
    return (
        first.replace(year=first.year + (first.month - 1 + number) // 12, month=(first.month - 1 + number) % 12 + 1)
        for number in count()
    )


def weekday_of_months(nth: int, weekday: int, first: datetime) -> Iterator[datetime]:
    """The nth such weekday of each month; the last if `nth` is -1."""
    for month in months(first.replace(day=1)):
        days = [month + timedelta(days=day) for day in range(31)]
        fitting = [day for day in days if day.month == month.month and day.weekday() == weekday]
        if fitting[nth if nth < 0 else nth - 1] >= first:
            yield fitting[nth if nth < 0 else nth - 1]


def day_of_months(first: datetime) -> Iterator[datetime]:
    """The same day of each month that has it."""
    for month in months(first.replace(day=1)):
        day = month + timedelta(days=first.day - 1)
        if day.month == month.month:
            yield day


def until(last: date, starts: Iterator[datetime]) -> Iterator[datetime]:
    return takewhile(lambda start: start.date() <= last, starts)


def first_of(number: int, starts: Iterator[datetime]) -> Iterator[datetime]:
    return (start for start, _ in zip(starts, range(number), strict=False))


NEW_YORK = "America/New_York"
SERIES = {
    "every week without end": series("FREQ=WEEKLY", every(7)),
    "every week in New York": series("FREQ=WEEKLY", every(7), zone=NEW_YORK),
    "every other week": series("FREQ=WEEKLY;INTERVAL=2", every(14)),
    "every third week, ten times": series("FREQ=WEEKLY;INTERVAL=3;COUNT=10", first_of(10, every(21))),
    "every week until a day, which is the last": series(
        "FREQ=WEEKLY;UNTIL=20270628", until(date(2027, 6, 28), every(7))
    ),
    "late in the evening until a day, in New York": series(
        "FREQ=WEEKLY;UNTIL=20270628",
        until(date(2027, 6, 28), every(7, datetime(2027, 1, 4, 22))),
        zone=NEW_YORK,
    ),
    "early in the morning until a day, in Auckland": series(
        "FREQ=WEEKLY;UNTIL=20270628",
        until(date(2027, 6, 28), every(7, datetime(2027, 1, 4, 7))),
        zone="Pacific/Auckland",
    ),
    "two days of each week": series(
        "FREQ=WEEKLY;BYDAY=MO,TH",
        (start for start in every(1) if start.weekday() in {0, 3}),
    ),
    "the first Monday of each month": series(
        "FREQ=MONTHLY;BYDAY=1MO", weekday_of_months(1, 0, datetime(2027, 1, 4, 18, 30))
    ),
    "the last Friday of each month": series(
        "FREQ=MONTHLY;BYDAY=-1FR", weekday_of_months(-1, 4, datetime(2027, 1, 29, 18, 30))
    ),
    "the 15th of each month": series("FREQ=MONTHLY;BYMONTHDAY=15", day_of_months(datetime(2027, 1, 15, 9))),
    "the 31st of each month that has one": series(
        "FREQ=MONTHLY;BYMONTHDAY=31", day_of_months(datetime(2027, 1, 31, 9))
    ),
    "not on two days": series("FREQ=WEEKLY", every(7), except_on=[date(2027, 4, 5), date(2027, 10, 25)]),
    "not on the first day": series("FREQ=WEEKLY;COUNT=5", first_of(5, every(7)), except_on=[MONDAY.date()]),
    "one moved to the next day, one to another month": series(
        "FREQ=WEEKLY",
        every(7),
        moved={date(2027, 5, 17): datetime(2027, 5, 18, 19), date(2027, 12, 27): datetime(2028, 1, 12, 18, 30)},
    ),
    "the first one moved": series("FREQ=WEEKLY", every(7), moved={MONDAY.date(): datetime(2027, 1, 5, 20)}),
    "one cancelled": series("FREQ=WEEKLY", every(7), cancelled={date(2027, 3, 1)}),
    "one left out, one moved, one cancelled": series(
        "FREQ=WEEKLY;COUNT=60",
        first_of(60, every(7)),
        except_on=[date(2027, 3, 8)],
        moved={date(2027, 3, 15): datetime(2027, 3, 16, 18, 30)},
        cancelled={date(2027, 3, 22)},
    ),
    "whole days every week": series("FREQ=WEEKLY", every(7, datetime(2027, 1, 4)), whole_days=1),
    "weekends, one left out, one moved": series(
        "FREQ=WEEKLY;UNTIL=20280630",
        until(date(2028, 6, 30), every(7, datetime(2027, 1, 2))),
        whole_days=2,
        except_on=[date(2027, 3, 27)],
        moved={date(2027, 4, 3): datetime(2027, 4, 10)},
    ),
}


def listed(state: EventState) -> Dates:
    """The dates as we list them for everybody else: pages, rosters, reminders."""
    return sorted(((*span(state, each), each.status.upper()) for each in state.occurrences), key=str)


def span(state: EventState, each: Listed) -> tuple[datetime | date, datetime | date]:
    if state.starts_at:
        return each.starts_at, each.ends_at
    zone = ZoneInfo(state.time_zone)
    return each.starts_at.astimezone(zone).date(), each.ends_at.astimezone(zone).date()


def dates_of(seen: list[Occurrence]) -> Dates:
    return sorted(((each.starts_at, each.ends_at, each.status) for each in seen), key=str)


@pytest.mark.parametrize("state", SERIES.values(), ids=SERIES)
def test_every_reader_sees_the_dates_that_we_list(readers: dict[str, Reader], state: EventState) -> None:
    seen = {name: dates_of(dates) for name, dates in seen_by(readers, feed_of(state)).items()}

    assert len(listed(state)) == len(state.occurrences) > 1
    assert seen == {name: listed(state) for name in readers}


@settings(deadline=None, max_examples=50)
@given(
    zone=st.sampled_from(["Europe/Berlin", "Europe/Dublin", NEW_YORK, "Pacific/Auckland", "Asia/Kathmandu"]),
    interval=st.integers(min_value=1, max_value=4),
    weekday=st.integers(min_value=0, max_value=6),
    minute=st.integers(min_value=0, max_value=24 * 60 - 1),
    length=st.integers(min_value=1, max_value=60 * 60),
    left_out=st.sets(st.integers(min_value=1, max_value=20), max_size=3),
    moved=st.dictionaries(
        st.integers(min_value=1, max_value=20), st.integers(min_value=-3 * 24 * 60, max_value=3 * 24 * 60), max_size=3
    ),
    cancelled=st.sets(st.integers(min_value=1, max_value=20), max_size=3),
)
@example(
    # On a night in March it ends at a time that clocks do not show.
    zone="Europe/Berlin",
    interval=1,
    weekday=5,
    minute=0,
    length=26 * 60,
    left_out=set(),
    moved={},
    cancelled=set(),
)
def test_every_reader_sees_any_series_as_we_list_it(
    readers: dict[str, Reader],
    zone: str,
    interval: int,
    weekday: int,
    minute: int,
    length: int,
    left_out: set[int],
    moved: dict[int, int],
    cancelled: set[int],
) -> None:
    """Also in the nights in which clocks change, whatever the hour and the length."""
    first = datetime(2027, 1, 4) + timedelta(days=weekday, minutes=minute)
    dates = [first + timedelta(weeks=interval * number) for number in range(21)]
    state = series(
        f"FREQ=WEEKLY;INTERVAL={interval}",
        every(7 * interval, first),
        zone=zone,
        except_on=sorted(dates[number].date() for number in left_out),
        moved={
            dates[number].date(): existing(dates[number] + timedelta(minutes=by), zone) for number, by in moved.items()
        },
        cancelled={dates[number].date() for number in cancelled},
        length=timedelta(minutes=length),
    )

    seen = {name: dates_of(found) for name, found in seen_by(readers, feed_of(state)).items()}

    assert seen == {name: listed(state) for name in readers}


def existing(moment: datetime, zone: str) -> datetime:
    """The time on the clock; in the hour that is skipped in spring, the one after it."""
    return instant(moment, zone).astimezone(ZoneInfo(zone)).replace(tzinfo=None)


@pytest.mark.parametrize("name", ["one left out, one moved, one cancelled", "weekends, one left out, one moved"])
def test_a_series_is_one_rule_and_its_exceptions_not_a_list_of_dates(ical_js: IcalJs, name: str) -> None:
    state = SERIES[name]

    master, *exceptions = ical_js.read(feed_of(state), FROM, TO).entries

    assert master.recurrence_id is None
    assert "rrule" in master.properties
    assert "exdate" in master.properties
    changed = [each for each in state.occurrences if each.status is OccurrenceStatus.CANCELLED or is_moved(state, each)]
    assert len(exceptions) == len(changed)
    assert all(each.recurrence_id and "rrule" not in each.properties for each in exceptions)
    assert {each.uid for each in (master, *exceptions)} == {str(state.id)}


def is_moved(state: EventState, each: Listed) -> bool:
    return each.recurrence_id is not None and instant(each.recurrence_id, state.time_zone) != each.starts_at
