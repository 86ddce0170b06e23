"""Which rosters an event has, as its state says."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from msgspec.structs import replace

from services.registration.domain.roster import Roster, with_capacity
from shared.messages.event_details import Occurrence
from shared.messages.events import EventState, EventStatus


def rosters_of(event: EventState, before: Mapping[UUID, Roster], now: datetime) -> list[Roster]:
    """An open roster for each date people can sign up for; all others of the event that there were are closed."""
    dates = event.occurrences if takes_registrations(event) else []
    opened = [roster_of(event, occurrence, before.get(occurrence.id)) for occurrence in dates]
    others = before.keys() - {roster.id for roster in opened}
    return opened + [closed(before[roster_id], now) for roster_id in sorted(others)]


def takes_registrations(event: EventState) -> bool:
    return event.status is EventStatus.PUBLISHED and event.takes_registrations


def roster_of(event: EventState, occurrence: Occurrence, before: Roster | None) -> Roster:
    """The roster of this date; who is on it stays when the date moves."""
    roster = Roster(
        id=occurrence.id,
        event_id=event.id,
        organisation_id=event.organisation_id,
        starts_at=occurrence.starts_at,
        ends_at=occurrence.ends_at,
        time_zone=event.time_zone,
        wanted_capacity=event.capacity,
        capacity=event.capacity,
    )
    if before is None:
        return roster
    taken = replace(roster, seats_taken=before.seats_taken, waiting_count=before.waiting_count, version=before.version)
    return with_capacity(taken, event.capacity)


def closed(roster: Roster, now: datetime) -> Roster:
    return roster if roster.closed_at is not None else replace(roster, closed_at=now)
