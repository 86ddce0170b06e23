"""More or fewer places for one date; nobody loses theirs without being named."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct

from services.registration.domain.registration import Registration
from services.registration.domain.roster import Roster
from shared.problems import Conflict, invalid
from shared.translations import N_


class BelowTaken(StrEnum):
    """What becomes of those who have places when there are to be fewer.

    `keep`: all keep theirs, and the number sinks as people cancel; `cancel`: those who are named lose theirs.
    """

    KEEP = "keep"
    CANCEL = "cancel"


class NewCapacity(Struct, frozen=True, kw_only=True):
    """`capacity` is None for what the entry says.

    `seats_taken` is what was read before choosing whom to cancel: if it is not true any more, nobody is.
    """

    capacity: Annotated[Annotated[int, Meta(ge=0, le=100_000)] | None, Meta(title=N_("Places"))] = None
    below_taken: Annotated[BelowTaken | None, Meta(title=N_("Those who have places"))] = None
    cancel: Annotated[list[UUID], Meta(title=N_("Who loses their places"))] = []
    reason: Annotated[str, Meta(title=N_("Reason, which they are told"), max_length=300)] = ""
    seats_taken: Annotated[int | None, Meta(title=N_("Places taken"))] = None


class CapacityBelowTaken(Conflict):
    """There would be fewer places than are taken; `latest` are the parties that came last and would be too many."""

    title = N_("More places are taken than that")
    detail = N_("Choose whether all keep theirs, so that the number sinks as people cancel, or name those who do not.")

    def __init__(self, roster: Roster, latest: Sequence[Registration]) -> None:
        super().__init__()
        self.roster = roster
        self.latest = latest

    @property
    def members(self) -> dict[str, Any]:
        return {"seats_taken": self.roster.seats_taken, "registrations": [party.id for party in self.latest]}


def too_many(seated: Iterable[Registration], *, seats_taken: int, wanted: int) -> list[Registration]:
    """Those that came last, as many as have to go for `wanted` places; `seated` with the latest first."""
    latest = []
    for party in seated:
        if seats_taken <= wanted:
            break
        seats_taken -= party.seats
        latest.append(party)
    return latest


def choose_cancelled(
    change: NewCapacity, roster: Roster, seated: Sequence[Registration], wanted: int | None
) -> list[Registration]:
    """Those who lose their places by this change. Raises `CapacityBelowTaken`, or `Invalid` on `cancel`."""
    if wanted is None or wanted >= roster.seats_taken or change.below_taken is BelowTaken.KEEP:
        return []
    if not change.cancel or change.seats_taken not in (None, roster.seats_taken):
        raise CapacityBelowTaken(roster, too_many(seated, seats_taken=roster.seats_taken, wanted=wanted))
    named = {party.id: party for party in seated}
    if not named.keys() >= set(change.cancel):
        raise invalid("cancel", N_("One of them has no place on this date any more."))
    return [named[registration_id] for registration_id in change.cancel]


def check_reservation(roster: Roster, reserved_count: int) -> None:
    """Raises `Invalid` on `reserved_count`: only what is free can be kept."""
    if roster.capacity is None and reserved_count:
        raise invalid("reserved_count", N_("There is no limit here, so no place has to be kept."))
    free = free_places(roster)
    if free is not None and reserved_count > max(free, roster.reserved_count):
        raise invalid("reserved_count", N_("Only %(count)s places are free and can be kept."), count=free)


def free_places(roster: Roster) -> int | None:
    """What the organiser can give away, also what is kept; None when there is no limit."""
    return None if roster.capacity is None else roster.capacity - roster.seats_taken
