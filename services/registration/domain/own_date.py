"""What those who signed up see of the date they signed up for."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from services.registration.domain.registration import Registration
from services.registration.domain.roster import Roster
from shared.conferences import has_details, web_address
from shared.messages.event_details import Conference, OccurrenceStatus
from shared.messages.events import EventState, EventStatus
from shared.messages.registration import RegistrationStatus
from shared.occurrences import Dates, dates_of, find_occurrence


class Standing(StrEnum):
    """How it stands with one date of an event."""

    ON = "on"
    OVER = "over"
    POSTPONED = "postponed"
    EVENT_CANCELLED = "event_cancelled"
    DATE_CANCELLED = "date_cancelled"
    # It left its event a moment ago, and may be on its way to another one.
    GONE = "gone"


class OwnDate(Dates, frozen=True, kw_only=True):
    """The date of a registration."""

    standing: Standing


class Joining(Struct, frozen=True, kw_only=True):
    """How to take part online; `link` is the conference's address if it may be one."""

    details: str
    conference: Conference
    link: str | None


def own_date_of(event: EventState, roster: Roster, *, now: datetime) -> OwnDate:
    standing = standing_of(event, roster)
    is_one_of_several = event.recurrence is not None or standing is Standing.GONE
    dates = dates_of(event, roster.starts_at, roster.ends_at) if is_one_of_several else event
    return OwnDate(
        starts_at=dates.starts_at,
        ends_at=dates.ends_at,
        starts_on=dates.starts_on,
        ends_on=dates.ends_on,
        time_zone=event.time_zone,
        standing=Standing.OVER if standing is Standing.ON and roster.ends_at <= now else standing,
    )


def standing_of(event: EventState, roster: Roster) -> Standing:
    """Whatever the clock says: never `OVER`."""
    occurrence = find_occurrence(event, roster.id)
    if event.status is EventStatus.CANCELLED:
        return Standing.EVENT_CANCELLED
    if occurrence is not None and occurrence.status is OccurrenceStatus.CANCELLED:
        return Standing.DATE_CANCELLED
    if event.status is EventStatus.POSTPONED:
        return Standing.POSTPONED
    return Standing.GONE if occurrence is None and event.occurrences else Standing.ON


def joining_of(event: EventState, date: OwnDate, registration: Registration) -> Joining | None:
    """None for all who have no place, and when there is nothing to join."""
    is_given = bool(event.join_details) or has_details(event.conference)
    has_place = registration.status is RegistrationStatus.CONFIRMED and date.standing is Standing.ON
    if not has_place or not is_given:
        return None
    return Joining(details=event.join_details, conference=event.conference, link=web_address(event.conference.url))
