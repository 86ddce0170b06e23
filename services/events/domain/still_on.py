"""Asking the organisers some days before a date whether it still takes place."""

from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from shared.problems import Conflict
from shared.translations import N_

# Once a week, and not missed because the week before was asked a little later in the day.
ASK_AGAIN_AFTER = timedelta(days=6, hours=12)
# Who changed or confirmed an event so lately knows what is in the calendar.
LOOKED_AT_WITHIN = timedelta(days=14)
# Later the answer helps nobody who wants to come.
LATEST = timedelta(days=1)


class DateToAsk(Struct, frozen=True, kw_only=True):
    """A date that nobody has looked at for long."""

    event_id: UUID
    organisation_id: UUID
    occurrence_id: UUID
    starts_at: datetime


class Question(Struct, frozen=True, kw_only=True):
    """What was asked about a date that is still ahead as it was; the event has it now."""

    event_id: UUID
    occurrence_id: UUID
    answered_at: datetime | None


class QuestionOver(Conflict):
    """The date is over, off, or at another time by now, or nothing was ever asked."""

    title = N_("This question is over")
    detail = N_("The date is over, or the entry has changed since. You see how it stands after logging in.")


def end_of_asking(now: datetime, zone: ZoneInfo, *, days: int) -> datetime:
    """Dates before this moment are asked about: those up to so many days from today."""
    return datetime.combine(now.astimezone(zone).date() + timedelta(days=days + 1), time(), zone)
