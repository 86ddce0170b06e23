"""Series for the readers: what the rule is, and the dates that we list for everybody else."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import count, takewhile
from typing import Any
from uuid import UUID

from msgspec import structs

from shared.messages.event_details import Occurrence, OccurrenceStatus, Recurrence
from shared.messages.events import EventState
from tests.events.states import EVENING
from tests.readers.agreement import TO, instant

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
            Occurrence(
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
