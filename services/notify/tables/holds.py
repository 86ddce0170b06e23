"""Holds: who has one on an id keeps everybody else who wants one waiting until the transaction ends."""

from uuid import UUID

from shared.database import Connection


async def take(db: Connection, subject_id: UUID) -> None:
    await db.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", str(subject_id))
