"""Why a roster takes nobody, in words for those who come to it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from services.registration.domain.roster import RegistrationClosed, Roster, SoldOut
from shared.messages.event_details import OccurrenceStatus
from shared.messages.events import EventState, EventStatus
from shared.occurrences import find_occurrence
from shared.translations import N_


class NotOpenYet(RegistrationClosed):
    title = N_("Registration is not open yet")
    detail = N_("One can sign up from %(opens_at)s on.")


class SignUpOver(RegistrationClosed):
    """The organiser wants to know by now who comes."""

    detail = N_("One could sign up until %(closes_at)s.")


class DateCancelled(RegistrationClosed):
    title = N_("This date is cancelled")
    detail = N_("Nobody can sign up for it any more.")


class EventCancelled(RegistrationClosed):
    title = N_("This event is cancelled")
    detail = N_("Nobody can sign up for it any more.")


class EventPostponed(RegistrationClosed):
    title = N_("This event is postponed")
    detail = N_("One can sign up again once the new date is known.")


OFF = {EventStatus.CANCELLED: EventCancelled, EventStatus.POSTPONED: EventPostponed}


def refusal_of(event: EventState, roster: Roster | None) -> RegistrationClosed:
    """For those who come to a closed roster, or to an event that has none."""
    occurrence = find_occurrence(event, roster.id) if roster else None
    if event.status in OFF:
        return OFF[event.status]()
    if occurrence is not None and occurrence.status is OccurrenceStatus.CANCELLED:
        return DateCancelled()
    return SoldOut() if event.is_sold_out else RegistrationClosed()


def untimely(roster: Roster, now: datetime) -> RegistrationClosed:
    """For those who come too early or too late to a roster that is not closed."""
    zone = ZoneInfo(roster.time_zone)
    if roster.halted_at is None and roster.opens_at is not None and now < roster.opens_at:
        return NotOpenYet(opens_at=roster.opens_at.astimezone(zone))
    if roster.closes_at is not None and roster.closes_at <= now < roster.starts_at:
        return SignUpOver(closes_at=roster.closes_at.astimezone(zone))
    return RegistrationClosed()
