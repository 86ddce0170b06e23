"""The hours in which mails let people sleep, and which mails do not wait for the morning."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from services.notify.domain.facts import EventFacts, span_of
from services.notify.domain.mail import DueMail, MailKind
from services.notify.domain.priority import AWAITED

# Whoever sets out within half a day has to know before, at whatever hour it is.
URGENT_BEFORE = timedelta(hours=12)

# Each says all that its reader does not know yet when its turn comes: of those of one night the first is enough.
WHOLE = frozenset(
    {
        MailKind.EVENT_SUBMITTED,
        MailKind.EVENT_PUBLISHED,
        MailKind.EVENT_RETURNED,
        MailKind.REGISTRATION_CHANGED,
        MailKind.EVENT_CHANGED,
        MailKind.EVENT_CANCELLED,
    }
)


class QuietHours(Struct, frozen=True, kw_only=True):
    """From one time to the other by the clocks where people are, mostly over midnight; the same time twice: never."""

    begin: time
    end: time


def is_awaited(mail: DueMail) -> bool:
    """Whether the reader did something just now and waits for it. An offer comes to them in their sleep."""
    was_asked_for = mail.kind in AWAITED and mail.kind is not MailKind.REGISTRATION_OFFERED
    return was_asked_for and not mail.variables.get("by_organiser")


def morning_after(moment: datetime, quiet: QuietHours, zone: ZoneInfo) -> datetime | None:
    """When the quiet hours end that this moment lies in; None if it lies in none."""
    local = moment.astimezone(zone)
    if not is_quiet(local.time(), quiet):
        return None
    day = local.date() if local.time() < quiet.end else local.date() + timedelta(days=1)
    end = datetime.combine(day, quiet.end, zone)
    # When the clocks are set back, the same time comes a second time.
    return max(end.astimezone(UTC), end.replace(fold=1).astimezone(UTC))


def evening_before(moment: datetime, quiet: QuietHours, zone: ZoneInfo) -> datetime | None:
    """When the quiet hours began that this moment lies in; None if it lies in none."""
    local = moment.astimezone(zone)
    if not is_quiet(local.time(), quiet):
        return None
    day = local.date() if local.time() >= quiet.begin else local.date() - timedelta(days=1)
    begin = datetime.combine(day, quiet.begin, zone)
    return min(begin.astimezone(UTC), begin.replace(fold=1).astimezone(UTC))


def is_quiet(wall_time: time, quiet: QuietHours) -> bool:
    if quiet.begin <= quiet.end:
        return quiet.begin <= wall_time < quiet.end
    return wall_time >= quiet.begin or wall_time < quiet.end


def held_until(
    now: datetime,
    quiet: QuietHours,
    zone: ZoneInfo,
    *,
    dates: Sequence[EventFacts] = (),
    answer_until: datetime | None = None,
) -> datetime | None:
    """When a mail whose turn is now may go out: in the morning, or once one of its dates is near; None: at once.

    The dates are those that the reader knows of and those that are; it asks for an answer until `answer_until`.
    """
    morning = morning_after(now, quiet, zone)
    if morning is None or (answer_until is not None and answer_until <= morning):
        return None
    first = min([morning, *(urgent for date in dates if (urgent := urgent_from(date, now)))])
    return first if first > now else None


def urgent_from(date: EventFacts, now: datetime) -> datetime | None:
    """From when on what is new about the date is urgent, now at the earliest; None when it is not any more."""
    span = span_of(date)
    if span is None:
        return None
    starts_at, ends_at = span
    # What lasts for weeks is not urgent all the time.
    is_past = now >= min(ends_at, starts_at + URGENT_BEFORE)
    return None if is_past else max(now, starts_at - URGENT_BEFORE)
