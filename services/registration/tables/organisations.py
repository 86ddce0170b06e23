"""Our copy of the organisations, as people name them."""

from collections.abc import Collection
from uuid import UUID

from shared.database import Connection
from shared.messages.events import OrganisationState


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
