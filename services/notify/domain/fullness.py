"""When a date is nearly full."""

from math import floor
from uuid import UUID

from msgspec import Struct

from shared.messages.registration import RosterState

# Of all places; small groups are nearly full with one place left.
NEARLY_FULL = 0.1


class RosterSaid(Struct, frozen=True, kw_only=True):
    """What a mail about a roster knows."""

    roster_id: UUID


def is_nearly_full(roster: RosterState) -> bool:
    """Whether few places are left, or none."""
    if roster.capacity is None or roster.seats_left is None or not roster.seats_taken:
        return False
    return roster.seats_left <= max(1, floor(roster.capacity * NEARLY_FULL))
