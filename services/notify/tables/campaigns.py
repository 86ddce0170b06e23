"""Campaigns as we have heard of them: our copies of `CampaignState`."""

from uuid import UUID

from shared.database import Connection, many
from shared.messages.events import CampaignState, EventState


async def list_all(db: Connection) -> list[CampaignState]:
    """The latest first."""
    rows = await db.fetch(
        "SELECT state FROM copies WHERE topic = $1 ORDER BY state ->> 'starts_on' DESC, id", CampaignState.topic
    )
    return many([row["state"] for row in rows], CampaignState)


async def list_taking_part(db: Connection, slug: str) -> set[UUID]:
    """The organisations that have entered something which was not given back to them."""
    rows = await db.fetch(
        """
        SELECT DISTINCT (state ->> 'organisation_id')::uuid AS organisation_id
        FROM copies
        WHERE topic = $1 AND state ->> 'campaign' = $2 AND state ->> 'status' <> 'returned'
        """,
        EventState.topic,
        slug,
    )
    return {row["organisation_id"] for row in rows}
