"""Our VTIMEZONEs against the zones themselves, expanded by dateutil."""

from datetime import UTC, datetime, timedelta, timezone
from importlib.resources import files
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from dateutil.rrule import rrule, rrulestr
from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

from shared.timezones import ZONE_NAMES, vtimezone

# What no yearly rule can say: clocks that stop for Ramadan, and Cuba's winter without winter time (2026).
IRREGULAR = {"Africa/Casablanca", "Africa/El_Aaiun", "Asia/Gaza", "Asia/Hebron", "America/Havana", "Cuba"}
# A minute at which no zone changes, so that none does just at the edge.
FROM = datetime.now(UTC).replace(hour=12, minute=34, second=0, microsecond=0)
WEEK = timedelta(weeks=1)
TO = FROM + 522 * WEEK

Observance = TimezoneStandard | TimezoneDaylight
Changes = list[tuple[datetime, timedelta]]


def test_every_zone_changes_its_clocks_as_zoneinfo_does_for_ten_years() -> None:
    wrong = {name for name in ZONE_NAMES - IRREGULAR if changes_we_write(name) != real_changes(name)}

    assert wrong == set()


def test_every_zone_has_the_offset_of_today() -> None:
    wrong = {name for name in ZONE_NAMES - IRREGULAR if offset_we_write(name) != offset_at(real_zone(name), FROM)}

    assert wrong == set()


def test_two_open_rules_by_weekday_as_outlook_wants_them() -> None:
    lines = vtimezone("Europe/Berlin").split("\r\n")

    assert [line for line in lines if line.startswith("RRULE")] == [
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    ]


def test_each_rule_begins_on_a_day_of_its_own() -> None:
    for name in ZONE_NAMES:
        for observance in observances_of(name):
            if "RRULE" in observance:
                starts = observance.DTSTART
                assert rule_of(observance, starts)[0] == starts, name


def test_the_larger_offset_is_daylight_also_in_ireland() -> None:
    offsets = {each.name: each.TZOFFSETTO for each in observances_of("Europe/Dublin")}

    assert offsets == {"STANDARD": timedelta(), "DAYLIGHT": timedelta(hours=1)}


@pytest.mark.parametrize(
    ("name", "days"),
    [
        pytest.param("America/Nuuk", "BYDAY=SA;BYMONTHDAY=24,25,26,27,28,29,30", id="an hour before the last Sunday"),
        pytest.param("Asia/Gaza", "BYDAY=SA;BYMONTHDAY=24,25,26,27,28,29,30", id="50 hours into the fourth Thursday"),
        pytest.param("Africa/Cairo", "BYDAY=FR;BYYEARDAY=-67,-66,-65,-64,-63,-62,-61", id="24:00 on 31 October"),
    ],
)
def test_times_outside_the_day_mean_another_weekday(name: str, days: str) -> None:
    assert days in vtimezone(name)


def test_no_line_is_too_long() -> None:
    assert max(len(line) for name in ZONE_NAMES for line in vtimezone(name).split("\r\n")) <= 75


@pytest.mark.parametrize("name", ["Mars/Olympus", "../zones", "localtime", "Europe/Berlin\r\nX:1", ""])
def test_unknown_zones_are_refused(name: str) -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        vtimezone(name)


def observances_of(name: str) -> list[Observance]:
    return [each for each in Timezone.from_ical(vtimezone(name)).walk() if isinstance(each, Observance)]


def changes_we_write(name: str) -> Changes:
    changes: Changes = []
    for observance in observances_of(name):
        if "RRULE" in observance:
            starts = observance.DTSTART.replace(tzinfo=timezone(observance.TZOFFSETFROM))
            moments = rule_of(observance, starts).between(FROM, TO)
            changes += [(moment.astimezone(UTC), observance.TZOFFSETTO) for moment in moments]
    return sorted(changes)


def offset_we_write(name: str) -> timedelta:
    """What holds until the next change."""
    observances = observances_of(name)
    following = changes_we_write(name)
    before: dict[timedelta, timedelta] = {each.TZOFFSETTO: each.TZOFFSETFROM for each in observances}
    return before[following[0][1] if following else observances[0].TZOFFSETTO]


def rule_of(observance: Observance, starts: datetime) -> rrule:
    rule = rrulestr(observance.rrules[0].to_ical().decode(), dtstart=starts)
    assert isinstance(rule, rrule)
    return rule


def real_changes(name: str) -> Changes:
    zone = real_zone(name)
    weeks = [FROM + number * WEEK for number in range(522)]
    moments = [
        first_moment_with_the_new_offset(zone, week, week + WEEK)
        for week in weeks
        if offset_at(zone, week) != offset_at(zone, week + WEEK)
    ]
    return [(moment, offset_at(zone, moment)) for moment in moments]


def first_moment_with_the_new_offset(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    old_offset = offset_at(zone, before)
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // timedelta(seconds=2) * timedelta(seconds=1)
        before, after = (middle, after) if offset_at(zone, middle) == old_offset else (before, middle)
    return after


def offset_at(zone: ZoneInfo, moment: datetime) -> timedelta:
    found = moment.astimezone(zone).utcoffset()
    assert found is not None
    return found


def real_zone(name: str) -> ZoneInfo:
    """The zone as the `tzdata` package has it, whatever the machine has."""
    with (files("tzdata") / "zoneinfo" / name).open("rb") as data:
        return ZoneInfo.from_file(data, key=name)
