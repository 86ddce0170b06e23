"""Registrations whose people are not known here any more, and must not be again."""

from collections.abc import Collection
from uuid import UUID

from shared.database import Connection


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
