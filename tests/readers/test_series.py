"""Series, as four libraries expand them that did not write them: all see the dates that we list, for two years."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shared.messages.event_details import Occurrence as Listed
from shared.messages.event_details import OccurrenceStatus
from shared.messages.events import EventState
from tests.readers.agreement import FROM, TO, feed_of, instant, seen_by
from tests.readers.ical_js import IcalJs
from tests.readers.reading import Occurrence, Reader
from tests.readers.series import NEW_YORK, SERIES, every, series

# What readers see, and what we list, without titles: those of cancelled dates are marked.
Dates = list[tuple[datetime | date, datetime | date, str]]


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


@settings(max_examples=50)
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
