"""Rosters are locked, and registrations read once theirs is, so that nobody else changes either."""

from uuid import UUID

from services.registration.domain.registration import Registration
from services.registration.domain.roster import Roster
from services.registration.tables import registrations, rosters
from shared.database import Connection
from shared.problems import NotFound


async def lock_roster_of(db: Connection, registration_id: UUID) -> tuple[Roster, Registration]:
    """The registration's roster, locked, and the registration as it is since then. Raises `NotFound`."""
    registration = await get(db, registration_id)
    roster = await rosters.lock(db, registration.roster_id)
    registration = await get(db, registration_id)
    # It may have been moved while we waited for the lock.
    if roster is None or roster.id != registration.roster_id:
        raise NotFound("roster")
    return roster, registration


async def lock_roster(db: Connection, roster_id: UUID) -> Roster:
    """Raises `NotFound`."""
    roster = await rosters.lock(db, roster_id)
    if roster is None:
        raise NotFound("roster")
    return roster


async def get(db: Connection, registration_id: UUID) -> Registration:
    registration = await registrations.find(db, registration_id)
    if registration is None or registration.erased_at is not None:
        raise NotFound("registration")
    return registration
