"""Holds: who has one on an id keeps everybody else who wants one waiting until the transaction ends."""

from uuid import UUID

from shared.database import Connection


async def take(db: Connection, *subject_ids: UUID) -> None:
    """In one order, so that two who want several never wait for each other."""
    await db.execute(
        """
        SELECT pg_advisory_xact_lock(hashtextextended(subject_id::text, 0))
        FROM (SELECT unnest($1::uuid[]) AS subject_id ORDER BY 1) AS wanted
        """,
        list(subject_ids),
    )
