"""Keep what somebody who came says about it; they may say otherwise until they are forgotten."""

from datetime import UTC, datetime
from uuid import UUID

from services.registration.commands.locked import lock_roster_of
from services.registration.domain.opinion import NotAsked, Opinion, may_say_how_it_was
from services.registration.tables import opinions
from shared.database import Connection


async def keep_opinion(db: Connection, registration_id: UUID, opinion: Opinion) -> None:
    """Raises `NotFound` or `NotAsked`."""
    # Locked, so that nobody is forgotten meanwhile, and their words kept.
    roster, registration = await lock_roster_of(db, registration_id)
    if not may_say_how_it_was(registration, roster, datetime.now(UTC)):
        raise NotAsked
    await opinions.keep(db, registration.id, opinion, roster_id=roster.id)
