"""How long an offer is open: a fair time by day, less of it near the start."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.registration.domain.offers import DAY_BEGINS, DAY_ENDS, daytime_between, offer_deadline

BERLIN = ZoneInfo("Europe/Berlin")


def deadline(now: str, starts_at: str = "2026-12-24T18:00", zone: ZoneInfo = BERLIN) -> str:
    """All of these are times by the clocks there."""
    found = offer_deadline(
        datetime.fromisoformat(now).replace(tzinfo=zone).astimezone(ZoneInfo("UTC")),
        starts_at=datetime.fromisoformat(starts_at).replace(tzinfo=zone).astimezone(ZoneInfo("UTC")),
        time_zone=zone.key,
    )
    return found.astimezone(zone).replace(tzinfo=None).isoformat(timespec="minutes")


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        # Ten hours on the first day, fourteen on the next.
        ("2026-06-01T12:00", "2026-06-02T22:00"),
        ("2026-06-01T08:00", "2026-06-02T18:00"),
        # In the night the time begins to count in the morning.
        ("2026-06-01T22:00", "2026-06-03T18:00"),
        ("2026-06-02T03:00", "2026-06-03T18:00"),
        ("2026-06-02T07:59", "2026-06-03T18:00"),
        ("2026-06-01T21:59", "2026-06-03T17:59"),
    ],
)
def test_an_offer_is_open_for_24_hours_and_the_night_does_not_count(now: str, expected: str) -> None:
    assert deadline(now) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        # The night of 24 to 25 October is an hour longer, that of 27 to 28 March an hour shorter.
        ("2026-10-24T12:00", "2026-10-25T22:00"),
        ("2026-10-24T23:00", "2026-10-26T18:00"),
        ("2026-10-25T02:30", "2026-10-26T18:00"),
    ],
)
def test_a_night_in_which_clocks_are_set_back_counts_as_little(now: str, expected: str) -> None:
    assert deadline(now) == expected


@pytest.mark.parametrize(
    ("now", "expected"), [("2027-03-27T12:00", "2027-03-28T22:00"), ("2027-03-28T01:30", "2027-03-29T18:00")]
)
def test_a_night_in_which_clocks_are_set_forward_counts_as_little(now: str, expected: str) -> None:
    assert deadline(now, "2027-06-01T18:00") == expected


@pytest.mark.parametrize(
    ("now", "starts_at", "expected"),
    [
        # Eight hours of daytime are left, twelve on the evening before and the morning.
        ("2026-06-01T10:00", "2026-06-01T18:00", "2026-06-01T12:00"),
        ("2026-06-01T20:00", "2026-06-02T18:00", "2026-06-02T09:00"),
        # A quarter of these would be a few minutes.
        ("2026-06-01T17:00", "2026-06-01T18:00", "2026-06-01T17:30"),
        ("2026-06-01T21:30", "2026-06-02T09:00", "2026-06-01T22:00"),
    ],
)
def test_near_the_start_it_is_a_quarter_of_the_daytime_left_and_half_an_hour_at_least(
    now: str, starts_at: str, expected: str
) -> None:
    assert deadline(now, starts_at) == expected


@pytest.mark.parametrize(
    ("now", "starts_at"),
    [
        ("2026-06-01T17:45", "2026-06-01T18:00"),
        ("2026-06-01T17:59", "2026-06-01T18:00"),
        ("2026-06-01T23:00", "2026-06-02T08:15"),
        ("2026-06-01T21:50", "2026-06-01T22:10"),
        ("2026-06-01T18:00", "2026-06-01T18:00"),
    ],
)
def test_it_never_goes_on_after_the_start(now: str, starts_at: str) -> None:
    assert deadline(now, starts_at) == starts_at


@pytest.mark.parametrize(
    ("now", "starts_at", "expected"),
    [
        ("2026-06-01T22:30", "2026-06-02T02:30", "2026-06-01T23:30"),
        ("2026-06-01T23:00", "2026-06-02T00:00", "2026-06-01T23:30"),
        ("2026-06-02T00:10", "2026-06-02T00:30", "2026-06-02T00:30"),
    ],
)
def test_an_event_in_the_same_night_lets_the_night_count(now: str, starts_at: str, expected: str) -> None:
    assert deadline(now, starts_at) == expected


def test_day_and_night_are_those_where_the_event_is() -> None:
    assert deadline("2026-06-01T12:00", zone=ZoneInfo("Asia/Tokyo")) == "2026-06-02T22:00"


def test_somebody_who_gets_the_mail_just_before_the_night_has_the_next_morning() -> None:
    assert deadline("2026-06-01T21:00", "2026-06-02T12:00") == "2026-06-02T08:15"


@given(
    now=st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),
    minutes_left=st.integers(0, 20_000),
    zone=st.sampled_from(["Europe/Berlin", "America/St_Johns", "Asia/Kolkata", "Pacific/Apia"]),
)
def test_wherever_and_whenever_it_ends_by_day_or_with_the_start_and_never_before_now(
    now: datetime, minutes_left: int, zone: str
) -> None:
    starts_at = now + timedelta(minutes=minutes_left)

    ends = offer_deadline(now, starts_at=starts_at, time_zone=zone)

    by_day = DAY_BEGINS <= ends.astimezone(ZoneInfo(zone)).time() <= DAY_ENDS
    assert now <= ends <= starts_at
    assert by_day or ends == starts_at or not daytime_between(now, starts_at, ZoneInfo(zone))
    assert ends - now >= min(timedelta(minutes=30), starts_at - now)
