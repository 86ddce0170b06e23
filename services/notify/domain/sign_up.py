"""What organisers are told of sign-ups each morning: how many, by date, and nobody's name."""

from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from services.notify.domain.facts import EventFacts
from shared.messages.events import EventState
from shared.messages.registration import (
    RegistrationCancelled,
    RegistrationConfirmed,
    RegistrationFact,
    RegistrationWaiting,
)


class Deed(StrEnum):
    SIGNED_UP = "signed_up"
    CANCELLED = "cancelled"
    WAITING = "waiting"


DEEDS: dict[type[RegistrationFact], Deed] = {
    RegistrationConfirmed: Deed.SIGNED_UP,
    RegistrationCancelled: Deed.CANCELLED,
    RegistrationWaiting: Deed.WAITING,
}


class DateCount(Struct, frozen=True, kw_only=True):
    """How many people did what about one date since the last digest."""

    event_id: UUID
    roster_id: UUID
    signed_up: int
    cancelled: int
    waiting: int


class SignUpsSaid(Struct, frozen=True, kw_only=True):
    """What a digest knows."""

    dates: list[DateCount]


class DateNews(Struct, frozen=True, kw_only=True):
    """What is new on one date, and how it stands."""

    event: EventState
    date: EventFacts
    count: DateCount
    places_left: int | None
