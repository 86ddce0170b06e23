"""What was said to which organisation about a campaign's call."""

from datetime import datetime
from uuid import UUID

from services.notify.domain.call import CampaignWord
from services.notify.domain.mail import MailKind
from shared.database import Connection, many


async def insert(
    db: Connection, campaign_id: UUID, organisation_id: UUID, kind: MailKind, *, said_at: datetime
) -> None:
    await db.execute(
        "INSERT INTO campaign_words (campaign_id, organisation_id, kind, said_at) VALUES ($1, $2, $3, $4)",
        campaign_id,
        organisation_id,
        kind,
        said_at,
    )


async def list_of(db: Connection, campaign_id: UUID) -> list[CampaignWord]:
    rows = await db.fetch(
        "SELECT organisation_id, kind, said_at FROM campaign_words WHERE campaign_id = $1", campaign_id
    )
    return many(rows, CampaignWord)
