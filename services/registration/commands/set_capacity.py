"""Set how many places one date has, whatever the entry says, or go back to that."""

from datetime import UTC, datetime
from uuid import UUID

from msgspec.structs import replace

from services.registration.commands.cancel_for_people import cancel_for_people
from services.registration.commands.locked import lock_roster
from services.registration.commands.offer_places import offer_and_tell
from services.registration.domain.capacity import NewCapacity, choose_cancelled
from services.registration.domain.roster import Roster, with_capacity
from services.registration.tables import events, parties
from shared.database import Connection


async def set_capacity(db: Connection, roster_id: UUID, change: NewCapacity, *, base_url: str) -> None:
    """More places go to those who wait. Raises `NotFound`, `CapacityBelowTaken`, or `Invalid` on `cancel`."""
    roster = await lock_roster(db, roster_id)
    wanted = await entry_capacity(db, roster) if change.capacity is None else change.capacity
    leaving = choose_cancelled(change, roster, await parties.list_seated(db, roster.id), wanted)

    resized = with_capacity(replace(roster, own_capacity=change.capacity), wanted)
    await offer_and_tell(db, resized, base_url=base_url, now=datetime.now(UTC))
    # Only now, so that what they leave is not offered to others.
    for party in leaving:
        await cancel_for_people(db, party.id, reason=change.reason, base_url=base_url)


async def entry_capacity(db: Connection, roster: Roster) -> int | None:
    """What the entry says; while we have not heard of it, what was wanted so far."""
    event = (await events.find_many(db, [roster.event_id])).get(roster.event_id)
    return event.capacity if event else roster.wanted_capacity
