"""Messages that a consumer could not read or gave up: kept, shown to the operator, replayable."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from shared.database import Connection, many, one


class DeadLetter(Struct, frozen=True, kw_only=True):
    id: int
    consumer: str
    subject: str
    headers: dict[str, str]
    body: bytes
    reason: str
    delivery_count: int
    failed_at: datetime


async def insert(
    db: Connection,
    *,
    consumer: str,
    subject: str,
    headers: dict[str, str],
    body: bytes,
    reason: str,
    delivery_count: int,
) -> None:
    await db.execute(
        """
        INSERT INTO dead_letters (consumer, subject, headers, body, reason, delivery_count)
        VALUES ($1, $2, $3, $4, $5, $6)
        """,
        consumer,
        subject,
        headers,
        body,
        reason,
        delivery_count,
    )


async def list_waiting(db: Connection, *, limit: int = 100) -> list[DeadLetter]:
    """Those not replayed yet, the oldest first."""
    rows = await db.fetch(
        """
        SELECT id, consumer, subject, headers, body, reason, delivery_count, failed_at
        FROM dead_letters
        WHERE replayed_at IS NULL
        ORDER BY id
        LIMIT $1
        """,
        limit,
    )
    return many(rows, DeadLetter)


async def count_waiting(db: Connection) -> int:
    return int(await db.fetchval("SELECT count(*) FROM dead_letters WHERE replayed_at IS NULL"))


async def lock(db: Connection, letter_id: int) -> DeadLetter | None:
    """The letter if nobody replayed it yet, locked so that nobody else does so now."""
    row = await db.fetchrow(
        """
        SELECT id, consumer, subject, headers, body, reason, delivery_count, failed_at
        FROM dead_letters
        WHERE id = $1 AND replayed_at IS NULL
        FOR UPDATE
        """,
        letter_id,
    )
    return one(row, DeadLetter)


async def mark_replayed(db: Connection, letter_id: int) -> None:
    await db.execute("UPDATE dead_letters SET replayed_at = clock_timestamp() WHERE id = $1", letter_id)


async def delete_about(db: Connection, ids: Iterable[UUID]) -> None:
    """Forget what was heard of these and could not be handled: it may name people."""
    await db.execute(
        "DELETE FROM dead_letters WHERE substring(subject FROM '[^.]*$') = ANY($1::text[])", [str(each) for each in ids]
    )
