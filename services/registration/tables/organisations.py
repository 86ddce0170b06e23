"""Our copy of the organisations, as people name them; and how many come from each."""

from collections.abc import Collection
from uuid import UUID

import msgspec

from shared.database import Connection
from shared.messages.events import OrganisationState


async def list_all(db: Connection) -> list[OrganisationState]:
    """By name."""
    rows = await db.fetch(
        "SELECT state FROM copies WHERE topic = $1 ORDER BY lower(state ->> 'name')", OrganisationState.topic
    )
    return [msgspec.convert(row["state"], OrganisationState) for row in rows]


async def find_named(db: Connection, names: Collection[str]) -> dict[str, UUID]:
    """The ids of those that have one of these slugs or ids, by that."""
    rows = await db.fetch(
        """
        SELECT name, id
        FROM copies
        JOIN unnest($2::text[]) AS names (name) ON name IN (state ->> 'slug', id::text)
        WHERE topic = $1
        """,
        OrganisationState.topic,
        list(names),
    )
    return {row["name"]: row["id"] for row in rows}


async def count_people(db: Connection, roster_id: UUID) -> dict[UUID, int]:
    """How many people from each organisation have places on this roster, or wait for them."""
    rows = await db.fetch(
        """
        SELECT organisation_id, sum(party_size) AS people
        FROM registrations
        WHERE roster_id = $1 AND organisation_id IS NOT NULL AND status NOT IN ('cancelled', 'expired')
        GROUP BY organisation_id
        """,
        roster_id,
    )
    return {row["organisation_id"]: row["people"] for row in rows}
