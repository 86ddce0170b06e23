"""The roster that a deed is about, which nobody else changes until the deed is done."""

from uuid import UUID

from services.registration.domain.roster import Roster
from services.registration.tables import rosters
from shared.database import Connection
from shared.problems import NotFound


async def lock_roster(db: Connection, roster_id: UUID) -> Roster:
    """Raises `NotFound`."""
    roster = await rosters.lock(db, roster_id)
    if roster is None:
        raise NotFound("roster")
    return roster
