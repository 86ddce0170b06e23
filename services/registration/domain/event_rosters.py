"""Which rosters an event has, as its state says."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from services.registration.domain.roster import Roster, with_capacity
from services.registration.domain.sign_up_settings import SignUpSettings
from shared.messages.event_details import Occurrence, OccurrenceStatus
from shared.messages.events import EventState, EventStatus
from shared.problems import invalid
from shared.translations import N_


def rosters_of(
    event: EventState, settings: SignUpSettings, before: Mapping[UUID, Roster], now: datetime
) -> list[Roster]:
    """An open roster for each date people can sign up for; all others of the event that there were are closed."""
    named = [
        occurrence for occurrence in event.occurrences if occurrence.id in before or is_open(event, occurrence, now)
    ]
    kept = [
        with_settings(roster_of(event, occurrence, before.get(occurrence.id), now), settings) for occurrence in named
    ]
    others = before.keys() - {roster.id for roster in kept}
    return kept + [closed(before[roster_id], now) for roster_id in sorted(others)]


def is_open(event: EventState, occurrence: Occurrence, now: datetime) -> bool:
    """Whether there is something to sign up for; what is over when we first hear of it needs no roster."""
    return takes_place(event, occurrence) and occurrence.ends_at > now


def takes_place(event: EventState, occurrence: Occurrence) -> bool:
    return takes_registrations(event) and occurrence.status is OccurrenceStatus.CONFIRMED


def takes_registrations(event: EventState) -> bool:
    return event.status is EventStatus.PUBLISHED and event.takes_registrations and not event.is_sold_out


def roster_of(event: EventState, occurrence: Occurrence, before: Roster | None, now: datetime) -> Roster:
    """The roster of this date; who is on it stays when the date moves, is cancelled, or comes from another event."""
    follows_the_event: dict[str, Any] = {
        "event_id": event.id,
        "organisation_id": event.organisation_id,
        "starts_at": occurrence.starts_at,
        "ends_at": occurrence.ends_at,
        "time_zone": event.time_zone,
        "audience": event.audience,
    }
    if before is None:
        roster = Roster(id=occurrence.id, wanted_capacity=None, capacity=None, **follows_the_event)
    else:
        roster = replace(before, **follows_the_event)
    roster = with_capacity(roster, event.capacity if roster.own_capacity is None else roster.own_capacity)
    return replace(roster, closed_at=None) if takes_place(event, occurrence) else closed(roster, now)


def with_settings(roster: Roster, settings: SignUpSettings) -> Roster:
    """Sign-up opens at one moment for all dates, by the clocks there, and closes so long before each begins.

    What those who come are mailed about a date is said with it.
    """
    opens_at, hours = settings.opens_at, settings.closes_hours_before
    return replace(
        roster,
        opens_at=opens_at and opens_at.replace(tzinfo=ZoneInfo(roster.time_zone)).astimezone(UTC),
        closes_at=roster.starts_at - timedelta(hours=hours) if hours else None,
        reminder_hours=settings.reminder_hours,
        asks_how_it_was=settings.asks_how_it_was,
    )


def check_times(settings: SignUpSettings, rosters: Iterable[Roster]) -> None:
    """Raises `Invalid` when sign-up would be over on each of the dates before it opens."""
    timed = [with_settings(roster, settings) for roster in rosters]
    if timed and all(each.opens_at and each.opens_at >= (each.closes_at or each.starts_at) for each in timed):
        raise invalid("opens_at", N_("Sign-up would be closed before it opens. Please choose an earlier time."))


def closed(roster: Roster, now: datetime) -> Roster:
    return roster if roster.closed_at is not None else replace(roster, closed_at=now)
