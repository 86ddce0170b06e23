"""A roster: the seats of one occurrence, and who gets them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from shared.messages.event_details import Audience
from shared.messages.registration import RosterState
from shared.problems import Conflict, invalid
from shared.translations import N_

# A family has about as many people.
FEW_SEATS = 5


class RegistrationClosed(Conflict):
    """The roster takes nobody: it was closed, or its event has begun."""

    title = N_("Registration is closed")
    detail = N_("This event takes no registrations at the moment, or it has begun already.")


class SoldOut(RegistrationClosed):
    """The organiser has no places any more, whatever the roster says."""

    title = N_("This event is sold out")
    detail = N_("There are no places any more, and no waiting list.")


class Roster(Struct, frozen=True, kw_only=True):
    """The list of registrations for one occurrence; its id is the occurrence's. No capacity means no limit.

    `closed_at` follows the event, `halted_at` the organiser; `own_capacity` is what the organiser set for this date.
    """

    id: UUID
    event_id: UUID
    organisation_id: UUID
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    audience: Audience = Audience.PUBLIC
    wanted_capacity: int | None
    capacity: int | None
    seats_taken: int = 0
    waiting_count: int = 0
    version: int = 0
    closed_at: datetime | None = None
    own_capacity: int | None = None
    reserved_count: int = 0
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    halted_at: datetime | None = None
    attended_count: int = 0
    reminder_hours: list[int] | None = None
    asks_how_it_was: bool = False

    @property
    def wall_time(self) -> datetime:
        """When it starts on the clocks there, without an offset."""
        return self.starts_at.astimezone(ZoneInfo(self.time_zone)).replace(tzinfo=None)

    @property
    def seats_left(self) -> int | None:
        """Those that anybody can have; what is kept for the organiser is not among them."""
        return None if self.capacity is None else max(0, self.capacity - self.reserved_count - self.seats_taken)

    @property
    def state(self) -> RosterState:
        return RosterState(
            id=self.id,
            version=self.version,
            event_id=self.event_id,
            is_open=self.closed_at is None and self.halted_at is None,
            capacity=self.capacity,
            seats_taken=self.seats_taken,
            waiting_count=self.waiting_count,
            attended_count=self.attended_count,
            reserved_count=self.reserved_count,
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            reminder_hours=self.reminder_hours,
            asks_how_it_was=self.asks_how_it_was,
        )


def is_open(roster: Roster, now: datetime) -> bool:
    """Whether people can sign up by themselves."""
    if roster.closed_at is not None or roster.halted_at is not None:
        return False
    return (roster.opens_at or now) <= now < min(roster.closes_at or roster.starts_at, roster.starts_at)


def is_nearly_full(roster: Roster) -> bool:
    """Whether a party may well be too large for what is left."""
    return roster.seats_left is not None and roster.seats_left < FEW_SEATS


def fits(roster: Roster, party_size: int) -> bool:
    return roster.seats_left is None or party_size <= roster.seats_left


def with_capacity(roster: Roster, wanted: int | None) -> Roster:
    """As the organiser wants it, but never below the seats that are taken."""
    capacity = None if wanted is None else max(wanted, roster.seats_taken)
    return replace(roster, wanted_capacity=wanted, capacity=capacity)


def with_seats_taken(roster: Roster, party_size: int) -> Roster:
    return replace(roster, seats_taken=roster.seats_taken + party_size)


def with_seats_freed(roster: Roster, party_size: int) -> Roster:
    """Without these seats; where the capacity stood above what is wanted it goes down with them."""
    freed = replace(roster, seats_taken=roster.seats_taken - party_size)
    return with_capacity(freed, freed.wanted_capacity)


def with_waiting(roster: Roster, count: int) -> Roster:
    """With so many parties more on the waiting list, or fewer."""
    return replace(roster, waiting_count=roster.waiting_count + count)


def choose_closed(rosters: Sequence[Roster], wall_time: datetime | None, *, now: datetime) -> Roster:
    """The roster that is meant, closed or over, when there is not exactly one open one.

    Raises `Invalid` on `starts_at`.
    """
    if wall_time is not None:
        rosters = [roster for roster in rosters if roster.wall_time == wall_time]
    if not rosters or any(roster.closed_at is None and roster.starts_at > now for roster in rosters):
        raise invalid("starts_at", N_("Please choose one of the dates."))
    return rosters[0]
