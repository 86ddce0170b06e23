"""When the day begins for people who work: mails that wait for the morning come then."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

# Before the first meeting, and when most people look at their mails anyway.
MORNING = time(7, 30)
EVENING = time(20)
SATURDAY = 5


def last_morning(now: datetime, zone: ZoneInfo) -> datetime:
    """When the current working day began, counted from morning to morning."""
    local = now.astimezone(zone)
    day = local.date() if local.time() >= MORNING else local.date() - timedelta(days=1)
    return datetime.combine(day, MORNING, zone)


def is_by_day(now: datetime, zone: ZoneInfo) -> bool:
    return MORNING <= now.astimezone(zone).time() < EVENING


def is_weekday(now: datetime, zone: ZoneInfo) -> bool:
    return now.astimezone(zone).weekday() < SATURDAY
