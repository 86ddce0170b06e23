"""Take nobody for one date at the moment; those who are on it stay."""

from datetime import UTC, datetime
from uuid import UUID

from msgspec.structs import replace

from services.registration.commands.locked import lock_roster
from services.registration.commands.offer_places import offer_and_tell
from shared.database import Connection


async def halt_roster(db: Connection, roster_id: UUID, *, base_url: str) -> None:
    """One that is halted already stays as it is. Raises `NotFound`."""
    roster = await lock_roster(db, roster_id)
    if roster.halted_at is not None:
        return
    now = datetime.now(UTC)
    await offer_and_tell(db, replace(roster, halted_at=now), base_url=base_url, now=now)
