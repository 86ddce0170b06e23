"""When a reminder is due: never later than wanted, and in the night only if it is urgent."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notify.domain.facts import EventFacts, facts_of
from services.notify.domain.quiet_hours import URGENT_BEFORE, QuietHours, is_quiet
from services.notify.domain.reminding import reminder_at
from shared.messages.events import EventStatus
from tests.notify.given import BERLIN, an_event

NIGHT = QuietHours(begin=time(21), end=time(7))


def a_date(**dates: Any) -> EventFacts:
    event = an_event(**dates)
    return facts_of(event, event.id)


@pytest.mark.parametrize(
    ("starts_at", "hours", "expected"),
    [
        ("2026-06-10T18:00", 24, "2026-06-09T18:00"),
        # It would be night then: it comes in the evening before.
        ("2026-06-10T22:00", 24, "2026-06-09T20:30"),
        ("2026-06-10T06:00", 24, "2026-06-08T20:30"),
        ("2026-06-10T07:00", 24, "2026-06-09T07:00"),
        # Shortly before, night or not.
        ("2026-06-10T06:00", 1, "2026-06-10T05:00"),
        ("2026-06-10T12:00", 12, "2026-06-10T00:00"),
        # The clocks are set back in between.
        ("2026-10-25T18:00", 24, "2026-10-24T19:00"),
    ],
)
def test_no_reminder_of_tomorrow_wakes_anybody(starts_at: str, hours: int, expected: str) -> None:
    first = datetime.fromisoformat(starts_at)
    due_at = reminder_at(a_date(starts_at=first, ends_at=first + timedelta(hours=2)), hours, NIGHT)

    assert due_at is not None
    assert due_at.astimezone(BERLIN).replace(tzinfo=None) == datetime.fromisoformat(expected)


def test_whole_days_begin_in_the_morning_and_what_has_no_date_yet_never() -> None:
    whole_day = a_date(starts_at=None, ends_at=None, starts_on=date(2026, 6, 10), ends_on=date(2026, 6, 11))

    assert reminder_at(whole_day, 24, NIGHT) == datetime(2026, 6, 9, 7, tzinfo=BERLIN)
    assert reminder_at(a_date(starts_at=None, ends_at=None), 24, NIGHT) is None


@given(
    starts_at=st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)),
    hours=st.integers(1, 720),
    zone=st.sampled_from(["Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe"]),
)
def test_a_reminder_is_never_later_than_wanted_and_quiet_only_when_it_is_urgent(
    starts_at: datetime, hours: int, zone: str
) -> None:
    reminded_of = EventFacts(
        status=EventStatus.PUBLISHED, title="", starts_at=starts_at, ends_at=starts_at, time_zone=zone
    )

    due_at = reminder_at(reminded_of, hours, NIGHT)

    assert due_at is not None
    wanted = starts_at.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) - timedelta(hours=hours)
    assert wanted - timedelta(hours=12) < due_at <= wanted
    is_urgent = timedelta(hours=hours) <= URGENT_BEFORE
    assert is_urgent or not is_quiet(due_at.astimezone(ZoneInfo(zone)).time(), NIGHT)
