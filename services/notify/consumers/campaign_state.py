"""Campaigns: which calls are open, and until when."""

from shared import copies
from shared.consumer import Consumer
from shared.database import Connection
from shared.messages.events import CampaignState


async def keep_campaign(db: Connection, campaign: CampaignState) -> None:
    await copies.keep(db, campaign)


CONSUMER = Consumer(name="notify-campaign-state", message=CampaignState, handle=keep_campaign)
