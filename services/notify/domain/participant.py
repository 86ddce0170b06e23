"""Somebody who signed up, as far as mails need to know."""

from uuid import UUID

from msgspec import Struct

from services.notify.domain.facts import EventFacts
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
