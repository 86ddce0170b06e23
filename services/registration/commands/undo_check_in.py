"""Undo a check-in: it was somebody else."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from services.registration.commands.locked import lock_roster_of
from services.registration.domain.attendance import Word, undone, with_counted
from services.registration.domain.registration import Registration
from services.registration.tables import attendance, rosters
from shared import outbox
from shared.database import Connection


async def undo_check_in(db: Connection, registration_id: UUID, word: Word) -> Registration:
    """The registration as it is then, with its places; one who is not here stays as they are. Raises `NotFound`."""
    counted_at = datetime.now(UTC) - timedelta(seconds=word.seconds_ago)
    roster, before = await lock_roster_of(db, registration_id)
    after = undone(before)
    if not await attendance.mark_counted(db, before.id, counted_at=counted_at) or after == before:
        return before

    roster = await rosters.keep(db, with_counted(roster, before, after))
    await attendance.keep(db, after, roster_version=roster.version)
    await outbox.stage(db, roster.state)
    return after
