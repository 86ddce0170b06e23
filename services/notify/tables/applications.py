"""Organisations that wait to be let in."""

from uuid import UUID

from services.notify.domain.operating import OpenApplication
from shared.database import Connection, many


async def insert(db: Connection, application_id: UUID, *, organisation_name: str) -> None:
    """Nothing happens when we have heard of a decision before."""
    await db.execute(
        """
        INSERT INTO applications (application_id, organisation_name, is_decided)
        VALUES ($1, $2, false)
        ON CONFLICT DO NOTHING
        """,
        application_id,
        organisation_name,
    )


async def mark_decided(db: Connection, application_id: UUID) -> None:
    """Who it was is nobody's business here any more."""
    await db.execute(
        """
        INSERT INTO applications (application_id, is_decided)
        VALUES ($1, true)
        ON CONFLICT (application_id) DO UPDATE SET organisation_name = '', is_decided = true
        """,
        application_id,
    )


async def is_decided(db: Connection, application_id: UUID) -> bool:
    return bool(
        await db.fetchval(
            "SELECT EXISTS (SELECT FROM applications WHERE application_id = $1 AND is_decided)", application_id
        )
    )


async def list_open(db: Connection) -> list[OpenApplication]:
    rows = await db.fetch(
        """
        SELECT application_id, organisation_name
        FROM applications
        WHERE NOT is_decided
        ORDER BY organisation_name, application_id
        """
    )
    return many(rows, OpenApplication)
