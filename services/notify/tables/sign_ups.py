"""What became of sign-ups, until and some time after the organisers were told."""

from datetime import datetime
from uuid import UUID

from services.notify.domain.sign_up import DateCount, Deed
from shared.database import Connection, many


async def insert(
    db: Connection, fact_id: UUID, *, event_id: UUID, roster_id: UUID, deed: Deed, party_size: int
) -> None:
    """What was heard before counts once."""
    await db.execute(
        """
        INSERT INTO sign_ups (fact_id, event_id, roster_id, deed, party_size)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT DO NOTHING
        """,
        fact_id,
        event_id,
        roster_id,
        deed,
        party_size,
    )


async def take_untold(db: Connection, *, now: datetime) -> list[DateCount]:
    """All that nobody was told of yet, and nobody will be again."""
    rows = await db.fetch(
        """
        WITH taken AS (
            UPDATE sign_ups SET told_at = $1 WHERE told_at IS NULL RETURNING event_id, roster_id, deed, party_size
        )
        SELECT event_id, roster_id,
               coalesce(sum(party_size) FILTER (WHERE deed = 'signed_up'), 0) AS signed_up,
               coalesce(sum(party_size) FILTER (WHERE deed = 'cancelled'), 0) AS cancelled,
               coalesce(sum(party_size) FILTER (WHERE deed = 'waiting'), 0) AS waiting
        FROM taken
        GROUP BY event_id, roster_id
        """,
        now,
    )
    return many(rows, DateCount)


async def delete_told_before(db: Connection, moment: datetime) -> None:
    await db.execute("DELETE FROM sign_ups WHERE told_at < $1", moment)
