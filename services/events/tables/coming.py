"""What lies ahead: the next date of each event."""

from datetime import datetime
from uuid import UUID

from services.events.domain.occurrences import StoredOccurrence
from shared.database import Connection, one


async def list_next(db: Connection, event_ids: list[UUID], *, now: datetime) -> dict[UUID, StoredOccurrence]:
    """The first date of each that is not over, one that takes place if there is any; by the event's id."""
    rows = await db.fetch(
        """
        SELECT DISTINCT ON (event_id)
               event_id, id, starts_at, ends_at, wall_time, moved_starts_at, moved_ends_at, status
        FROM occurrences
        WHERE event_id = ANY($1) AND ends_at > $2
        ORDER BY event_id, status = 'cancelled', starts_at
        """,
        event_ids,
        now,
    )
    return {row["event_id"]: found for row in rows if (found := one(row, StoredOccurrence))}
