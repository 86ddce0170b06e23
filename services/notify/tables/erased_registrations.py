"""Registrations whose people are not known here any more, and must not be again."""

from collections.abc import Collection
from uuid import UUID

from shared.database import Connection


async def insert_many(db: Connection, registration_ids: Collection[UUID]) -> None:
    """Remember them, and which of them we knew until now."""
    await db.execute(
        """
        INSERT INTO erased_registrations (registration_id, was_known)
        SELECT id, EXISTS (SELECT FROM participants WHERE registration_id = id)
        FROM unnest($1::uuid[]) AS ids (id)
        ON CONFLICT DO NOTHING
        """,
        list(registration_ids),
    )


async def exists(db: Connection, registration_id: UUID) -> bool:
    return bool(
        await db.fetchval(
            "SELECT EXISTS (SELECT FROM erased_registrations WHERE registration_id = $1)", registration_id
        )
    )


async def list_among(db: Connection, registration_ids: Collection[UUID]) -> set[UUID]:
    """Those of these that were erased."""
    rows = await db.fetch(
        "SELECT registration_id FROM erased_registrations WHERE registration_id = ANY($1)", list(registration_ids)
    )
    return {row["registration_id"] for row in rows}


async def count_known(db: Connection, registration_ids: Collection[UUID]) -> int:
    """How many of these we knew before they were erased."""
    return int(
        await db.fetchval(
            "SELECT count(*) FROM erased_registrations WHERE was_known AND registration_id = ANY($1)",
            list(registration_ids),
        )
    )
