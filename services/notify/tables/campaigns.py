"""Campaigns as we have heard of them: our copies of `CampaignState`."""

from shared.database import Connection, many
from shared.messages.events import CampaignState


async def list_all(db: Connection) -> list[CampaignState]:
    """The latest first."""
    rows = await db.fetch(
        "SELECT state FROM copies WHERE topic = $1 ORDER BY state ->> 'starts_on' DESC", CampaignState.topic
    )
    return many([row["state"] for row in rows], CampaignState)
