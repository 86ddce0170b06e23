"""When those who come are reminded of a date."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from services.notify.domain.facts import EventFacts, span_of
from services.notify.domain.quiet_hours import URGENT_BEFORE, QuietHours, evening_before
from shared.messages.events import EventState
from shared.messages.registration import usual_reminder_hours

# Before the quiet hours begin the mail has to be out, also on a busy day.
BEFORE_QUIET = timedelta(minutes=30)
# By how much a reminder may come sooner than its hours say: quiet hours are less than a day.
SOONEST = timedelta(days=1)


class NearDate(Struct, frozen=True, kw_only=True):
    """A date that begins soon; people were reminded `reminded_hours` before already."""

    id: UUID
    event_id: UUID
    reminder_hours: list[int] | None
    reminded_hours: list[int]

    def hours_left(self, event: EventState) -> set[int]:
        hours = usual_reminder_hours(online=event.online) if self.reminder_hours is None else self.reminder_hours
        return set(hours) - set(self.reminded_hours)


def due_reminders(date: EventFacts, hours: Iterable[int], quiet: QuietHours, now: datetime) -> dict[int, datetime]:
    """Those of these reminders that are due by now, and since when."""
    moments = {each: reminder_at(date, each, quiet) for each in hours}
    return {each: moment for each, moment in moments.items() if moment is not None and moment <= now}


def reminder_at(date: EventFacts, hours: int, quiet: QuietHours) -> datetime | None:
    """When the mail is due; in quiet hours only if it is urgent then, or else before they begin."""
    begins = begins_at(date, quiet)
    if begins is None:
        return None
    due_at = begins - timedelta(hours=hours)
    evening = evening_before(due_at, quiet, ZoneInfo(date.time_zone))
    is_urgent = timedelta(hours=hours) <= URGENT_BEFORE
    return due_at if is_urgent or evening is None else evening - BEFORE_QUIET


def begins_at(date: EventFacts, quiet: QuietHours) -> datetime | None:
    """The start that the hours are counted from: of whole days the morning; None while it is to be announced."""
    span = span_of(date)
    if span is None or date.starts_at is not None:
        return span and span[0]
    zone = ZoneInfo(date.time_zone)
    return datetime.combine(span[0].astimezone(zone), quiet.end, zone).astimezone(UTC)
