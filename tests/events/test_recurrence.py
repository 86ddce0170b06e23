"""Which rules a series may have, and which dates it then has."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
from msgspec import structs

from services.events.domain.details import RecurrenceFields
from services.events.domain.event import EventFields, checked
from services.events.domain.occurrences import StoredOccurrence, matched
from services.events.domain.recurrence import Moment, canonical, moments
from shared.problems import Invalid

NOW = datetime(2027, 1, 1, tzinfo=UTC)
MONDAY = datetime(2027, 5, 3, 18, 0)


def series(rule: str, *, except_on: list[date] | None = None, **changes: Any) -> EventFields:
    usual: dict[str, Any] = {"title": "Sprachcafé", "starts_at": MONDAY, "ends_at": MONDAY + timedelta(hours=2)}
    recurrence = RecurrenceFields(rule=rule, except_on=except_on or [])
    return checked(EventFields(**(usual | changes), recurrence=recurrence))


def days_of(fields: EventFields) -> list[date]:
    return [moment.wall_time.date() for moment in moments(fields, now=NOW)]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=WEEKLY;COUNT=3", ["05-03", "05-10", "05-17"]),
        ("FREQ=WEEKLY;INTERVAL=2;UNTIL=20270531", ["05-03", "05-17", "05-31"]),
        ("FREQ=WEEKLY;BYDAY=MO,TH;COUNT=4", ["05-03", "05-06", "05-10", "05-13"]),
        ("FREQ=MONTHLY;COUNT=3", ["05-03", "06-03", "07-03"]),
        ("FREQ=MONTHLY;BYDAY=1MO;COUNT=3", ["05-03", "06-07", "07-05"]),
        ("FREQ=DAILY;UNTIL=20270505", ["05-03", "05-04", "05-05"]),
    ],
)
def test_each_kind_of_rule_gives_its_days(rule: str, days: list[str]) -> None:
    assert [f"{day:%m-%d}" for day in days_of(series(rule))] == days


def test_an_exception_is_left_out_and_still_counts() -> None:
    assert days_of(series("FREQ=WEEKLY;COUNT=3", except_on=[date(2027, 5, 10)])) == [
        date(2027, 5, 3),
        date(2027, 5, 17),
    ]


def test_an_open_series_is_known_for_two_years() -> None:
    days = days_of(series("FREQ=WEEKLY"))

    assert days[-1] >= date(2029, 5, 3)
    assert all(after - before == timedelta(days=7) for before, after in pairwise(days))


def test_the_wall_time_stays_when_the_clocks_change() -> None:
    october = datetime(2027, 10, 25, 18, 0)
    fields = series("FREQ=WEEKLY;COUNT=2", starts_at=october, ends_at=october + timedelta(hours=2))

    assert [moment.starts_at.hour for moment in moments(fields, now=NOW)] == [16, 17]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("rrule:freq=weekly;interval=1;wkst=mo;count=3;", "FREQ=WEEKLY;COUNT=3"),
        ("COUNT=3;FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYDAY=-1FR;COUNT=3"),
        ("FREQ=DAILY;UNTIL=20270505T215959Z", "FREQ=DAILY;UNTIL=20270505"),
    ],
)
def test_a_rule_has_one_spelling(typed: str, kept: str) -> None:
    assert canonical(typed) == kept


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;COUNT=10",
        "FREQ=HOURLY",
        "FREQ=DAILY;COUNT=1000000",
        "FREQ=DAILY;COUNT=99999999999999999999",
        "FREQ=DAILY;UNTIL=99991231",
        "FREQ=DAILY;UNTIL=20270231",
        "FREQ=WEEKLY;UNTIL=20270501",
        "FREQ=WEEKLY;COUNT=3;UNTIL=20270601",
        "FREQ=WEEKLY;FREQ=DAILY",
        "FREQ=WEEKLY;BYSETPOS=1",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=WEEKLY;BYDAY=TU",
        "FREQ=MONTHLY;BYMONTHDAY=1,15",
        "FREQ=MONTHLY;BYDAY=MO",
        "FREQ=YEARLY;COUNT=100",
        "FREQ=WEEKLY;BYHOUR=1,2,3",
        "FREQ=WEEKLY\r\nX-EVIL:1",
        "weekly",
        "FREQ=",
        "=;=",
    ],
)
def test_a_rule_that_bursts_a_calendar_or_that_apps_read_differently_is_refused(rule: str) -> None:
    with pytest.raises(Invalid) as problem:
        series(rule)

    assert [error.field for error in problem.value.errors] == ["recurrence.rule"]


def test_a_series_needs_a_first_date_and_ends_before_it_begins_again() -> None:
    with pytest.raises(Invalid):
        series("FREQ=WEEKLY", starts_at=None, ends_at=None)
    with pytest.raises(Invalid):
        series("FREQ=DAILY;COUNT=3", ends_at=MONDAY + timedelta(hours=30))


def test_an_occurrence_stays_itself_when_its_time_or_the_whole_series_moves() -> None:
    before = moments(series("FREQ=WEEKLY;COUNT=3"), now=NOW)
    stored = [stored_as(moment) for moment in before]
    an_hour_later = series(
        "FREQ=WEEKLY;COUNT=3", starts_at=MONDAY + timedelta(hours=1), ends_at=MONDAY + timedelta(hours=3)
    )
    on_tuesdays = series(
        "FREQ=WEEKLY;COUNT=3", starts_at=MONDAY + timedelta(days=1), ends_at=MONDAY + timedelta(days=1, hours=2)
    )
    with_a_gap = series("FREQ=WEEKLY;COUNT=4", except_on=[date(2027, 5, 10)])

    assert ids_of(stored, an_hour_later) == [each.id for each in stored]
    assert ids_of(stored, on_tuesdays) == [each.id for each in stored]
    kept = ids_of(stored, with_a_gap)
    assert kept[:2] == [stored[0].id, stored[2].id]
    assert kept[2] not in {each.id for each in stored}


def test_a_one_off_event_that_becomes_a_series_is_its_first_date() -> None:
    (alone,) = [
        stored_as(moment) for moment in moments(structs.replace(series("FREQ=DAILY"), recurrence=None), now=NOW)
    ]

    assert ids_of([alone], series("FREQ=WEEKLY;COUNT=3"))[0] == alone.id


def moved_by(later: timedelta) -> EventFields:
    start = MONDAY + later
    return series("FREQ=WEEKLY;COUNT=3", starts_at=start, ends_at=start + timedelta(hours=2))


def stored_as(moment: Moment) -> StoredOccurrence:
    return StoredOccurrence(id=uuid4(), wall_time=moment.wall_time, starts_at=moment.starts_at, ends_at=moment.ends_at)


def ids_of(stored: list[StoredOccurrence], fields: EventFields) -> list[Any]:
    return [each for each, _ in matched(stored, moments(fields, now=NOW))]
