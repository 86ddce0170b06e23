"""Which hours are quiet, and which mails do not wait for the morning: also in the nights in which clocks are set."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notify.domain.facts import EventFacts
from services.notify.domain.quiet_hours import URGENT_BEFORE, QuietHours, held_until, is_quiet, morning_after
from shared.messages.events import EventStatus

BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = QuietHours(begin=time(21), end=time(7))
SIESTA = QuietHours(begin=time(13), end=time(15))
ZONES = st.sampled_from([BERLIN, ZoneInfo("America/Sao_Paulo"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("UTC")])
# With the nights in which clocks in Berlin are set forward and back.
MOMENTS = st.one_of(
    st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)),
    st.datetimes(datetime(2027, 3, 27, 20), datetime(2027, 3, 28, 8)),
    st.datetimes(datetime(2026, 10, 24, 20), datetime(2026, 10, 25, 8)),
).map(lambda moment: moment.replace(tzinfo=UTC))
TIMES = st.times().map(lambda moment: moment.replace(second=0, microsecond=0, fold=0))
# As long as some of the day is left: an hour of it may not be there when the clocks are set forward.
QUIET = st.one_of(st.just(NIGHT), st.builds(QuietHours, begin=TIMES, end=TIMES)).filter(
    lambda quiet: minutes_awake(quiet) > 60
)


def minutes_awake(quiet: QuietHours) -> int:
    begin, end = (each.hour * 60 + each.minute for each in (quiet.begin, quiet.end))
    return (begin - end) % (24 * 60) or 24 * 60


def a_date(starts_at: str, hours: int = 2, zone: ZoneInfo = BERLIN) -> EventFacts:
    first = datetime.fromisoformat(starts_at)
    return EventFacts(
        status=EventStatus.PUBLISHED,
        title="Fest",
        starts_at=first,
        ends_at=first + timedelta(hours=hours),
        time_zone=zone.key,
    )


def held(now: str, *dates: EventFacts, quiet: QuietHours = NIGHT, answer_until: str | None = None) -> str:
    """All of these are times by the clocks in Berlin."""
    until = held_until(
        instant(now), quiet, BERLIN, dates=dates, answer_until=instant(answer_until) if answer_until else None
    )
    return until.astimezone(BERLIN).replace(tzinfo=None).isoformat(timespec="minutes") if until else "at once"


def instant(wall_time: str) -> datetime:
    return datetime.fromisoformat(wall_time).replace(tzinfo=BERLIN).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-06-01T20:59", "at once"),
        ("2026-06-01T21:00", "2026-06-02T07:00"),
        ("2026-06-01T23:59", "2026-06-02T07:00"),
        ("2026-06-02T00:00", "2026-06-02T07:00"),
        ("2026-06-02T06:59", "2026-06-02T07:00"),
        ("2026-06-02T07:00", "at once"),
        # The clocks are set back, and set forward.
        ("2026-10-24T23:00", "2026-10-25T07:00"),
        ("2026-10-25T02:30", "2026-10-25T07:00"),
        ("2027-03-27T23:00", "2027-03-28T07:00"),
    ],
)
def test_a_mail_waits_for_seven_by_the_clocks_there(now: str, expected: str) -> None:
    assert held(now) == expected


def test_quiet_hours_may_lie_within_a_day_or_nowhere() -> None:
    assert held("2026-06-01T13:30", quiet=SIESTA) == "2026-06-01T15:00"
    assert held("2026-06-01T22:00", quiet=SIESTA) == "at once"
    assert held("2026-06-01T22:00", quiet=QuietHours(begin=time(9), end=time(9))) == "at once"


@pytest.mark.parametrize(
    ("now", "date", "expected"),
    [
        # Who leaves early in the morning has to know in the night.
        ("2026-06-01T22:00", a_date("2026-06-02T06:00"), "at once"),
        ("2026-06-01T22:00", a_date("2026-06-02T09:30"), "at once"),
        # It is not near yet, but will be before the morning.
        ("2026-06-01T21:30", a_date("2026-06-02T10:00"), "2026-06-01T22:00"),
        ("2026-06-01T22:00", a_date("2026-06-02T19:00"), "2026-06-02T07:00"),
        ("2026-06-01T22:00", a_date("2026-06-09T19:00"), "2026-06-02T07:00"),
        # It goes on, or is over: an afterword wakes nobody.
        ("2026-06-01T21:30", a_date("2026-06-01T20:00"), "at once"),
        ("2026-06-01T22:30", a_date("2026-06-01T20:00"), "2026-06-02T07:00"),
        # An exhibition is open for weeks.
        ("2026-06-01T22:30", a_date("2026-05-01T10:00", hours=24 * 60), "2026-06-02T07:00"),
        # Twelve hours are twelve hours, also when the clocks are set in between.
        ("2026-10-24T23:30", a_date("2026-10-25T10:45"), "2026-10-24T23:45"),
    ],
)
def test_what_begins_within_twelve_hours_is_told_in_the_night(now: str, date: EventFacts, expected: str) -> None:
    assert held(now, date) == expected


def test_that_a_near_date_was_moved_far_away_is_told_in_the_night() -> None:
    assert held("2026-06-01T22:00", a_date("2026-06-02T09:00"), a_date("2026-06-30T09:00")) == "at once"


def test_an_offer_waits_only_if_there_is_time_left_to_answer() -> None:
    assert held("2026-06-01T22:00", answer_until="2026-06-02T07:00") == "at once"
    assert held("2026-06-01T22:00", answer_until="2026-06-02T07:01") == "2026-06-02T07:00"


@given(now=MOMENTS, quiet=QUIET, zone=ZONES)
def test_the_morning_is_later_than_now_not_quiet_and_within_a_day(
    now: datetime, quiet: QuietHours, zone: ZoneInfo
) -> None:
    morning = morning_after(now, quiet, zone)

    if morning is None:
        assert not is_quiet(now.astimezone(zone).time(), quiet)
    else:
        assert now < morning <= now + timedelta(hours=25)
        assert not is_quiet(morning.astimezone(zone).time(), quiet)


@given(now=MOMENTS, starts_in=st.timedeltas(timedelta(hours=-48), timedelta(hours=48)), zone=ZONES)
def test_no_mail_waits_that_is_urgent_and_none_beyond_the_moment_from_which_it_is(
    now: datetime, starts_in: timedelta, zone: ZoneInfo
) -> None:
    starts_at = now + starts_in
    date = a_date(starts_at.replace(tzinfo=None).isoformat(), zone=ZoneInfo("UTC"))

    until = held_until(now, NIGHT, zone, dates=[date])

    if timedelta() <= starts_in <= URGENT_BEFORE:
        assert until is None
    if until is not None:
        assert until > now
        assert until <= starts_at - URGENT_BEFORE or starts_at < now
