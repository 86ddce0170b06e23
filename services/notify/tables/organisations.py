"""Organisations as we have heard of them: our copies of `OrganisationState`."""

from shared.database import Connection, many
from shared.messages.events import OrganisationState


async def list_all(db: Connection) -> list[OrganisationState]:
    """By name."""
    rows = await db.fetch(
        "SELECT state FROM copies WHERE topic = $1 ORDER BY lower(state ->> 'name')", OrganisationState.topic
    )
    return many([row["state"] for row in rows], OrganisationState)
