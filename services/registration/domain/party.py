"""Numbers about the parties on a roster."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct


class RosterNumbers(Struct, frozen=True, kw_only=True):
    """What a roster's own counters do not tell apart; `held_until` is the first deadline among the offers."""

    roster_id: UUID
    offered_seats: int
    pending_seats: int
    waiting_people: int
    held_until: datetime | None


class SeatsOfOrganisation(Struct, frozen=True, kw_only=True):
    """How many people come from one organisation; without an id, from none that was named."""

    organisation_id: UUID | None
    name: str
    people: int


class OfferToCall(Struct, frozen=True, kw_only=True):
    """An offer to people without a mail address: somebody has to call them before it ends."""

    registration_id: UUID
    event_id: UUID
    name: str
    phone: str
    offered_size: int
    held_until: datetime
    time_zone: str

    @property
    def wall_time(self) -> datetime:
        """When it ends on the clocks there, without an offset."""
        return self.held_until.astimezone(ZoneInfo(self.time_zone)).replace(tzinfo=None)
