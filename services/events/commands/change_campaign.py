from datetime import UTC, datetime

from services.events.commands.create_campaign import organisation_of
from services.events.domain.campaign import Campaign, CampaignFields, check_campaign, state_of
from services.events.domain.campaign_questions import Question
from services.events.tables import campaigns
from shared import outbox
from shared.database import Connection


async def change_campaign(
    db: Connection, slug: str, fields: CampaignFields, questions: list[Question], *, base_url: str
) -> Campaign:
    """Let the campaign say this from now on; nothing happens when it says so already. Raises `NotFound`, `Invalid`."""
    check_campaign(fields)
    organisation_id = await organisation_of(db, fields)
    campaign = await campaigns.lock(db, slug)
    if (fields, questions) == (campaign.fields, campaign.questions):
        return campaign

    await campaigns.update(
        db,
        fields,
        campaign_id=campaign.id,
        organisation_id=organisation_id,
        questions=questions,
        changed_at=datetime.now(UTC),
    )
    changed = await campaigns.get_by_slug(db, slug)
    await outbox.stage(db, state_of(changed, base_url=base_url))
    return changed
