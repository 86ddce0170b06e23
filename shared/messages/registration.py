"""What the registration service says."""

from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from shared.messages import Fact, State


class RegistrationStatus(StrEnum):
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    CANCELLED = "cancelled"


class RosterState(State, frozen=True, kw_only=True):
    """How full the roster of one occurrence is; its id is the occurrence's. No capacity means no limit.

    `attended_count` is how many people came, 0 as long as nobody counted.
    """

    topic: ClassVar[str] = "registration.roster"

    event_id: UUID
    is_open: bool
    capacity: int | None
    seats_taken: int
    waiting_count: int
    attended_count: int = 0

    @property
    def seats_left(self) -> int | None:
        return None if self.capacity is None else max(0, self.capacity - self.seats_taken)


class RegistrationFact(Fact, frozen=True, kw_only=True):
    """Something happened to a registration; `link` opens the page of the people who registered."""

    about: ClassVar[str] = "registration_id"

    registration_id: UUID
    roster_id: UUID
    event_id: UUID
    name: str
    email: str
    language: str
    party_size: int
    link: str


class RegistrationConfirmed(RegistrationFact, frozen=True, kw_only=True):
    """A party has its seats."""

    topic: ClassVar[str] = "registration.confirmed"


class RegistrationWaiting(RegistrationFact, frozen=True, kw_only=True):
    """A party is on the waiting list, at `waiting_position` counted from 1."""

    topic: ClassVar[str] = "registration.waiting"

    waiting_position: int


class RegistrationCancelled(RegistrationFact, frozen=True, kw_only=True):
    """A party gave its seats or its position up, or its organisation did so for it."""

    topic: ClassVar[str] = "registration.cancelled"


class RegistrationRepeated(RegistrationFact, frozen=True, kw_only=True):
    """An address that is on the roster asked again: its state stays, the mail says so and brings a new link."""

    topic: ClassVar[str] = "registration.repeated"

    status: RegistrationStatus
    waiting_position: int | None = None


MESSAGES = (RosterState, RegistrationConfirmed, RegistrationWaiting, RegistrationCancelled, RegistrationRepeated)
