"""When an entry of a calendar is (RFC 5545, 3.6.1): days, wall times in a zone, or instants."""

from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

import icalendar

from shared.formats import Dated


class Zoned(Dated, Protocol):
    """Whatever has a date by the clocks of a place."""

    @property
    def time_zone(self) -> str: ...


def add_dates(entry: icalendar.Event, dated: Zoned, start: datetime, end: datetime) -> None:
    """Wall times, or UTC where clocks show a time twice or never: about those nights readers agree in UTC only."""
    zone = {} if start.tzinfo else zone_of(dated)
    entry.add("dtstart", in_kind(dated, start), parameters=zone)
    # An end that is not later than the start is forbidden.
    if end > start:
        entry.add("dtend", in_kind(dated, end), parameters=zone)


def walls(dated: Zoned, begins: datetime, ends: datetime) -> tuple[datetime, datetime]:
    """Both as wall times where clocks show each of them just once, else both in UTC."""
    zone = ZoneInfo(dated.time_zone)
    start, end = (moment.astimezone(zone).replace(tzinfo=None) for moment in (begins, ends))
    if dated.starts_on or (is_plain(start, zone) and is_plain(end, zone)):
        return start, end
    return begins.astimezone(UTC), ends.astimezone(UTC)


def is_plain(wall_time: datetime, zone: ZoneInfo) -> bool:
    return wall_time.replace(tzinfo=zone, fold=0).utcoffset() == wall_time.replace(tzinfo=zone, fold=1).utcoffset()


def in_kind(dated: Zoned, wall_time: datetime) -> date:
    """A DATE for whole days (the end is the first day that is not part of it any more), else a DATE-TIME."""
    return wall_time.date() if dated.starts_on else wall_time


def zone_of(dated: Zoned) -> dict[str, str]:
    return {} if dated.starts_on else {"TZID": dated.time_zone}
