"""The `erasures` table."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from services.registration.domain.erasure import Erasure
from shared.database import Connection, one


async def insert(db: Connection, erasure_id: UUID, *, digest: str, requested_at: datetime) -> bool:
    """False if there is one with this receipt already; waits for a transaction that is just making it."""
    return bool(
        await db.fetchval(
            """
            INSERT INTO erasures (id, digest, requested_at)
            VALUES ($1, $2, $3)
            ON CONFLICT (digest) DO NOTHING
            RETURNING true
            """,
            erasure_id,
            digest,
            requested_at,
        )
    )


async def find(db: Connection, digest: str) -> Erasure | None:
    """That whose receipt has this token's digest."""
    row = await db.fetchrow(
        """
        SELECT requested_at, registration_counts, events_counts, notify_counts, purged_counts,
               (SELECT count(*) FROM purges WHERE erasure_id = erasures.id) AS left_count
        FROM erasures
        WHERE digest = $1
        """,
        digest,
    )
    return one(row, Erasure)


async def keep_own_counts(db: Connection, erasure_id: UUID, counts: Mapping[str, int]) -> None:
    await db.execute("UPDATE erasures SET registration_counts = $2 WHERE id = $1", erasure_id, counts)


async def keep_events_counts(db: Connection, erasure_id: UUID, counts: Mapping[str, int]) -> None:
    """The first answer stays: asked a second time, the service has nothing left."""
    await db.execute(
        "UPDATE erasures SET events_counts = $2 WHERE id = $1 AND events_counts IS NULL", erasure_id, counts
    )


async def keep_notify_counts(db: Connection, erasure_id: UUID, counts: Mapping[str, int]) -> None:
    """As above."""
    await db.execute(
        "UPDATE erasures SET notify_counts = $2 WHERE id = $1 AND notify_counts IS NULL", erasure_id, counts
    )


async def add_purged(db: Connection, erasure_id: UUID, stream: str, count: int) -> None:
    """So many messages more have left this stream."""
    await db.execute(
        """
        UPDATE erasures
        SET purged_counts = purged_counts
            || jsonb_build_object($2::text, coalesce((purged_counts ->> $2)::integer, 0) + $3::integer)
        WHERE id = $1
        """,
        erasure_id,
        stream,
        count,
    )
