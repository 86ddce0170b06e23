"""The `purges` table."""

from collections.abc import Sequence

from services.registration.domain.erasure import Purge
from shared.database import Connection, one


async def insert_many(db: Connection, purges: Sequence[Purge]) -> None:
    """Those whose subject is there already stay as they are, and so wait for nobody twice."""
    await db.execute(
        """
        INSERT INTO purges (subject, about_id, kept_count, erasure_id)
        SELECT subject, about_id, kept_count, erasure_id
        FROM jsonb_populate_recordset(NULL::purges, $1)
        ON CONFLICT (subject) DO NOTHING
        """,
        purges,
    )


async def take_due(db: Connection) -> Purge | None:
    """One whose turn it is; it is done if this transaction is.

    Not before all that was ever to be said about it has gone into the stream, and both other services have answered.
    """
    row = await db.fetchrow(
        """
        DELETE FROM purges
        WHERE subject = (
            SELECT subject
            FROM purges
            LEFT JOIN erasures ON erasures.id = erasure_id
            WHERE (erasure_id IS NULL OR (events_counts IS NOT NULL AND notify_counts IS NOT NULL))
                AND about_id::text NOT IN (SELECT substring(outbox.subject FROM '[^.]*$') FROM outbox)
            LIMIT 1
            FOR UPDATE OF purges SKIP LOCKED
        )
        RETURNING subject, about_id, kept_count, erasure_id
        """
    )
    return one(row, Purge)
