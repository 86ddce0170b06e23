"""Parties and rosters as programs of their organiser read them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from services.registration.domain.party import RosterNumbers
from services.registration.domain.registration import ConsentKind, Registration
from services.registration.domain.roster import Roster, is_open
from shared.messages.registration import RegistrationStatus


class RegistrationItem(Struct, frozen=True, kw_only=True):
    """A party as its organiser sees it; `answers` are by the id of the question."""

    id: UUID
    event_id: UUID
    occurrence_id: UUID
    name: str
    email: str
    phone: str
    party_size: int
    language: str
    status: RegistrationStatus
    registered_at: datetime
    cancelled_at: datetime | None
    smallest_party: int | None
    offered_size: int | None
    held_until: datetime | None
    attendees: list[str]
    answers: dict[str, Any]
    organisation_id: UUID | None
    booking_id: UUID
    attended_count: int
    cancel_reason: str
    bounced_at: datetime | None
    bounce_reason: str
    consent_kind: ConsentKind
    notice_version: int
    erased_at: datetime | None


class RosterItem(Struct, frozen=True, kw_only=True):
    """One date with its numbers. `own_capacity` is what was set for it, whatever its entry says.

    `seats_taken` are all that are held, also those of `offered_seats` and `pending_seats`; `reserved_count` are kept
    for the organiser. `capacity` stands above `wanted_capacity` while more are taken than wanted.
    """

    id: UUID
    event_id: UUID
    organisation_id: UUID
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    is_open: bool
    opens_at: datetime | None
    closes_at: datetime | None
    halted_at: datetime | None
    capacity: int | None
    wanted_capacity: int | None
    own_capacity: int | None
    seats_taken: int
    seats_left: int | None
    reserved_count: int
    waiting_count: int
    attended_count: int
    offered_seats: int
    pending_seats: int
    waiting_people: int


def item_of(registration: Registration) -> RegistrationItem:
    return RegistrationItem(
        id=registration.id,
        event_id=registration.event_id,
        occurrence_id=registration.roster_id,
        name=registration.name,
        email=registration.email,
        phone=registration.phone,
        party_size=registration.party_size,
        language=registration.language,
        status=registration.status,
        registered_at=registration.registered_at,
        cancelled_at=registration.cancelled_at,
        smallest_party=registration.smallest_party,
        offered_size=registration.offered_size,
        held_until=registration.held_until,
        attendees=registration.attendees,
        answers=registration.answers,
        organisation_id=registration.organisation_id,
        booking_id=registration.booking_id,
        attended_count=registration.attended_count,
        cancel_reason=registration.cancel_reason,
        bounced_at=registration.bounced_at,
        bounce_reason=registration.bounce_reason,
        consent_kind=registration.consent_kind,
        notice_version=registration.notice_version,
        erased_at=registration.erased_at,
    )


def roster_item_of(roster: Roster, numbers: RosterNumbers | None, now: datetime) -> RosterItem:
    return RosterItem(
        id=roster.id,
        event_id=roster.event_id,
        organisation_id=roster.organisation_id,
        starts_at=roster.starts_at,
        ends_at=roster.ends_at,
        time_zone=roster.time_zone,
        is_open=is_open(roster, now),
        opens_at=roster.opens_at,
        closes_at=roster.closes_at,
        halted_at=roster.halted_at,
        capacity=roster.capacity,
        wanted_capacity=roster.wanted_capacity,
        own_capacity=roster.own_capacity,
        seats_taken=roster.seats_taken,
        seats_left=roster.seats_left,
        reserved_count=roster.reserved_count,
        waiting_count=roster.waiting_count,
        attended_count=roster.attended_count,
        offered_seats=numbers.offered_seats if numbers else 0,
        pending_seats=numbers.pending_seats if numbers else 0,
        waiting_people=numbers.waiting_people if numbers else 0,
    )
