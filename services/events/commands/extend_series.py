from datetime import UTC, datetime

from services.events.commands.announcing import announce
from services.events.domain.recurrence import AHEAD
from services.events.tables import events, occurrences
from shared.database import Connection


async def extend_series(db: Connection, *, base_url: str) -> None:
    """Keep the dates of every open-ended series two years ahead; nobody is told of a change."""
    now = datetime.now(UTC)
    for event_id in await occurrences.list_series_ending_before(db, now + AHEAD, limit=BATCH_SIZE):
        event = await events.lock(db, event_id)
        if await occurrences.derive(db, event, now=now):
            await events.mark_extended(db, event_id)
            await announce(db, event_id, base_url=base_url)


# Few enough to be done within a transaction; the rest is done the next time.
BATCH_SIZE = 200
