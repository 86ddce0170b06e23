"""What the registration service says."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from shared.messages import Fact, State
from shared.messages.event_details import Instant
from shared.messages.given_up import RegistrationMessageGivenUp


class RegistrationStatus(StrEnum):
    """`pending` has to prove the address first; `offered` has to accept; both hold their places for a time."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    OFFERED = "offered"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    ATTENDED = "attended"
    MISSED = "missed"


def usual_reminder_hours(*, online: bool) -> list[int]:
    """How long before the start people are reminded where the organiser chose nothing: online, too, when to join."""
    return [24, 1] if online else [24]


class RosterState(State, frozen=True, kw_only=True):
    """How full the roster of one occurrence is; its id is the occurrence's. No capacity means no limit.

    `seats_taken` counts all places that are held: those of pending and offered registrations too.
    `attended_count` is how many people came, 0 as long as nobody counted.
    `reminder_hours` are how long before the start those who come are reminded; None: as usual.
    """

    topic: ClassVar[str] = "registration.roster"

    event_id: UUID
    is_open: bool
    capacity: int | None
    seats_taken: int
    waiting_count: int
    attended_count: int = 0
    reserved_count: int = 0
    opens_at: Instant | None = None
    closes_at: Instant | None = None
    reminder_hours: list[int] | None = None
    asks_how_it_was: bool = False

    @property
    def seats_left(self) -> int | None:
        return None if self.capacity is None else max(0, self.capacity - self.reserved_count - self.seats_taken)


class RegistrationFact(Fact, frozen=True, kw_only=True):
    """Something happened to a registration; `link` opens the page of the people who registered.

    `email` is empty when they gave a phone number only: then nobody can write to them.
    Those made in one go, such as for all dates of a course, share a `booking_id`, and are `booking_size` in number.
    Of two facts about a registration, the one with the later `said_at` tells how it stands.
    """

    about: ClassVar[str] = "registration_id"

    registration_id: UUID
    roster_id: UUID
    event_id: UUID
    name: str
    email: str
    language: str
    party_size: int
    link: str
    booking_id: UUID | None = None
    booking_size: int = 1
    said_at: Instant = datetime.fromtimestamp(0, UTC)


class RegistrationPending(RegistrationFact, frozen=True, kw_only=True):
    """A party's places are held until `held_until`, for them to prove their mail address."""

    topic: ClassVar[str] = "registration.pending"

    held_until: Instant


class RegistrationConfirmed(RegistrationFact, frozen=True, kw_only=True):
    """A party has its seats."""

    topic: ClassVar[str] = "registration.confirmed"


class RegistrationWaiting(RegistrationFact, frozen=True, kw_only=True):
    """A party is on the waiting list, at `waiting_position` counted from 1."""

    topic: ClassVar[str] = "registration.waiting"

    waiting_position: int


class RegistrationOffered(RegistrationFact, frozen=True, kw_only=True):
    """Places got free for a waiting party: `offered_size` of them are held until `held_until`, for it to accept."""

    topic: ClassVar[str] = "registration.offered"

    offered_size: int
    held_until: Instant


class RegistrationExpired(RegistrationFact, frozen=True, kw_only=True):
    """Held places went on to others; `was` tells what was waited for: the proof of an address, or an answer."""

    topic: ClassVar[str] = "registration.expired"

    was: RegistrationStatus


class RegistrationCancelled(RegistrationFact, frozen=True, kw_only=True):
    """A party gave its seats or its position up, or its organisation did so for it, with a `reason` if it gave one."""

    topic: ClassVar[str] = "registration.cancelled"

    by_organiser: bool = False
    reason: str = ""


class RegistrationChanged(RegistrationFact, frozen=True, kw_only=True):
    """Something else about a party changed: how many they are, what they answered, or their date.

    `moved_from` is the roster they were on before.
    """

    topic: ClassVar[str] = "registration.changed"

    status: RegistrationStatus
    previous_party_size: int
    moved_from: UUID | None = None
    by_organiser: bool = False


class RegistrationPassedOn(RegistrationFact, frozen=True, kw_only=True):
    """A party gave its places to somebody else, who is named now; `link` is theirs, and older ones open nothing."""

    topic: ClassVar[str] = "registration.passed_on"

    status: RegistrationStatus
    previous_name: str
    previous_email: str
    previous_language: str


class RegistrationRepeated(RegistrationFact, frozen=True, kw_only=True):
    """An address that is on the roster asked again: its state stays, the mail says so and brings a new link."""

    topic: ClassVar[str] = "registration.repeated"

    status: RegistrationStatus
    waiting_position: int | None = None


class HowItWasAsked(RegistrationFact, frozen=True, kw_only=True):
    """A party that came is asked how it was; `link` opens the page on which they can say it."""

    topic: ClassVar[str] = "registration.how_it_was_asked"

    status: RegistrationStatus


class RegistrationErased(Fact, frozen=True, kw_only=True):
    """Nobody must know any more whose registration this was: whoever kept a name or an address forgets it."""

    topic: ClassVar[str] = "registration.erased"
    about: ClassVar[str] = "registration_id"

    registration_id: UUID


class ErasureRequested(Fact, frozen=True, kw_only=True):
    """A person wants all of theirs deleted: each service deletes what it has, and says how much that was."""

    topic: ClassVar[str] = "registration.erasure_requested"
    about: ClassVar[str] = "erasure_id"

    erasure_id: UUID
    email: str
    registration_ids: list[UUID]


class AnnouncementMade(Fact, frozen=True, kw_only=True):
    """An organiser has something to say to these parties, in words of their own."""

    topic: ClassVar[str] = "registration.announcement"
    about: ClassVar[str] = "announcement_id"

    announcement_id: UUID
    event_id: UUID
    registration_ids: list[UUID]
    subject_line: str
    text: str
    sender_name: str


MESSAGES = (
    RosterState,
    RegistrationPending,
    RegistrationConfirmed,
    RegistrationWaiting,
    RegistrationOffered,
    RegistrationExpired,
    RegistrationCancelled,
    RegistrationChanged,
    RegistrationPassedOn,
    RegistrationRepeated,
    HowItWasAsked,
    RegistrationErased,
    ErasureRequested,
    AnnouncementMade,
    RegistrationMessageGivenUp,
)
