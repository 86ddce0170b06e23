"""Somebody who signed up, as far as mails need to know."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct, structs

from services.notify.domain.address_key import address_key
from services.notify.domain.facts import EventFacts, Topic, difference
from shared.messages.registration import RegistrationStatus

# How far a registration has come, for those facts that do not tell when they were said.
ORDER = (
    RegistrationStatus.PENDING,
    RegistrationStatus.WAITING,
    RegistrationStatus.OFFERED,
    RegistrationStatus.CONFIRMED,
    RegistrationStatus.ATTENDED,
    RegistrationStatus.MISSED,
    RegistrationStatus.EXPIRED,
    RegistrationStatus.CANCELLED,
)
HAVE_A_PLACE = frozenset({RegistrationStatus.CONFIRMED, RegistrationStatus.ATTENDED, RegistrationStatus.MISSED})
ENDED = frozenset({RegistrationStatus.CANCELLED, RegistrationStatus.EXPIRED})


class Participant(Struct, frozen=True, kw_only=True):
    """One party; `told` is the event as it was when they last heard of it. Who has no `email` gets no mail."""

    registration_id: UUID
    event_id: UUID
    roster_id: UUID
    name: str
    email: str
    language: str
    status: RegistrationStatus
    link: str
    party_size: int
    waiting_position: int | None
    held_until: datetime | None
    booking_id: UUID | None
    said_at: datetime
    told: EventFacts

    @property
    def has_a_place(self) -> bool:
        return self.status in HAVE_A_PLACE

    @property
    def has_ended(self) -> bool:
        return self.status in ENDED


def newest(before: Participant | None, heard: Participant) -> Participant:
    """What we know of the registration once this is heard too, in whatever order we hear.

    What they were told of the event stays, also when they come on another date now; only those who had to prove their
    address first were told nothing.
    """
    if before is None:
        return heard
    if age(before) >= age(heard):
        return before
    is_elsewhere = before.roster_id != heard.roster_id
    stands_the_same = before.status is heard.status
    told = heard.told if before.status is RegistrationStatus.PENDING else before.told
    if address_key(before.email) != address_key(heard.email):
        # Nothing is in that calendar yet.
        told = structs.replace(told, has_entry=False)
    return structs.replace(
        heard,
        held_until=heard.held_until or (before.held_until if stands_the_same else None),
        event_id=heard.event_id if is_elsewhere else before.event_id,
        told=told,
    )


def age(participant: Participant) -> tuple[datetime, int]:
    return participant.said_at, ORDER.index(participant.status)


def news_for(participant: Participant, current: EventFacts) -> list[Topic]:
    """What is new to them. How to join online is for those who have a place."""
    return [
        topic
        for topic in difference(participant.told, current)
        if topic is not Topic.JOIN_DETAILS or participant.has_a_place
    ]
