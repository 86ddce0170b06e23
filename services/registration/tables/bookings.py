"""The `registrations` table, by what was signed up for in one go."""

from collections.abc import Collection
from uuid import UUID

from services.registration.domain.registration import Registration
from services.registration.tables.registrations import SELECT
from shared.database import Connection, many


async def list_all(db: Connection, booking_id: UUID) -> list[Registration]:
    """All that were made in one go."""
    return many(await db.fetch(SELECT + "WHERE booking_id = $1 ORDER BY arrival", booking_id), Registration)


async def find_active(db: Connection, key: str, roster_ids: Collection[UUID]) -> dict[UUID, Registration]:
    """What this address has on these rosters, by roster."""
    rows = await db.fetch(
        SELECT
        + """
        WHERE roster_id = ANY($1) AND address_key = $2 AND status NOT IN ('cancelled', 'expired')
        AND erased_at IS NULL
        """,
        list(roster_ids),
        key,
    )
    return {registration.roster_id: registration for registration in many(rows, Registration)}


async def mark_proven(db: Connection, registration_ids: Collection[UUID]) -> None:
    await db.execute(
        "UPDATE registrations SET status = 'confirmed', held_until = NULL WHERE id = ANY($1)", list(registration_ids)
    )
