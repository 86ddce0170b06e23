"""Events that changed a moment ago and may change again."""

from datetime import timedelta
from uuid import UUID

from shared.database import Connection


async def insert(db: Connection, event_id: UUID, *, settling: timedelta) -> None:
    """Look at the event after the settling time; each further change starts it anew."""
    await db.execute(
        """
        INSERT INTO pending_changes (event_id, due_at)
        VALUES ($1, statement_timestamp() + $2::interval)
        ON CONFLICT (event_id) DO UPDATE SET due_at = greatest(pending_changes.due_at, excluded.due_at)
        """,
        event_id,
        settling,
    )


async def take_due(db: Connection) -> list[UUID]:
    """The events that have settled; they are another's to look at if it has them already."""
    rows = await db.fetch(
        """
        DELETE FROM pending_changes
        WHERE event_id IN (
            SELECT event_id FROM pending_changes WHERE due_at <= statement_timestamp() FOR UPDATE SKIP LOCKED
        )
        RETURNING event_id
        """
    )
    return [row["event_id"] for row in rows]


async def exists(db: Connection, event_id: UUID) -> bool:
    return bool(await db.fetchval("SELECT EXISTS (SELECT FROM pending_changes WHERE event_id = $1)", event_id))
