"""Keep places of one date for those whom the organiser enters by hand."""

from datetime import UTC, datetime
from uuid import UUID

from msgspec.structs import replace

from services.registration.commands.locked import lock_roster
from services.registration.commands.offer_places import offer_and_tell
from services.registration.domain.capacity import check_reservation
from shared.database import Connection


async def set_reservation(db: Connection, roster_id: UUID, reserved_count: int, *, base_url: str) -> None:
    """Those that are kept no longer go to those who wait. Raises `NotFound`, or `Invalid` on `reserved_count`."""
    roster = await lock_roster(db, roster_id)
    check_reservation(roster, reserved_count)
    reserved = replace(roster, reserved_count=reserved_count)
    await offer_and_tell(db, reserved, base_url=base_url, now=datetime.now(UTC))
