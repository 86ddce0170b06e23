"""Somebody who signed up, as far as mails need to know."""

from uuid import UUID

from msgspec import Struct

from services.notify.domain.facts import EventFacts, Topic, difference
from shared.messages.registration import RegistrationStatus


class Participant(Struct, frozen=True, kw_only=True):
    """One party; `told` is the event as it was when they last heard of it."""

    registration_id: UUID
    event_id: UUID
    roster_id: UUID
    name: str
    email: str
    language: str
    status: RegistrationStatus
    link: str
    party_size: int
    told: EventFacts


def news_for(participant: Participant, current: EventFacts) -> list[Topic]:
    """What is new to them. How to join online is for those who have a place."""
    return [
        topic
        for topic in difference(participant.told, current)
        if topic is not Topic.JOIN_DETAILS or participant.status is RegistrationStatus.CONFIRMED
    ]
