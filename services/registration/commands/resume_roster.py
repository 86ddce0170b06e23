"""Take people for a date again after it was halted."""

from datetime import UTC, datetime
from uuid import UUID

from msgspec.structs import replace

from services.registration.commands.locked import lock_roster
from services.registration.commands.offer_places import offer_and_tell
from shared.database import Connection


async def resume_roster(db: Connection, roster_id: UUID, *, base_url: str) -> None:
    """Places that got free meanwhile go to those who wait. Raises `NotFound`."""
    roster = await lock_roster(db, roster_id)
    if roster.halted_at is None:
        return
    await offer_and_tell(db, replace(roster, halted_at=None), base_url=base_url, now=datetime.now(UTC))
