from datetime import UTC, datetime
from uuid import UUID, uuid4

from services.events.domain.campaign import Campaign, CampaignFields, check_campaign, slug_of, state_of
from services.events.domain.campaign_questions import Question
from services.events.tables import campaigns, organisations
from shared import outbox
from shared.database import Connection
from shared.problems import NotFound, invalid
from shared.translations import N_


async def create_campaign(
    db: Connection,
    fields: CampaignFields,
    questions: list[Question],
    *,
    time_zone: str,
    base_url: str,
    slug: str | None = None,
    request_key: UUID | None = None,
) -> Campaign:
    """Announce a frame for many organisations' events, also one of past years. Raises `Invalid`.

    The same `request_key` again gives the campaign that is there already: a form sent twice makes one.
    """
    check_campaign(fields)
    organisation_id = await organisation_of(db, fields)
    taken = await campaigns.list_slugs(db)
    made = await campaigns.find_by_request_key(db, request_key) if request_key else None
    if made:
        return await campaigns.get_by_slug(db, made)

    slug = slug or slug_of(fields.title, fields.starts_on.year, taken)
    await campaigns.insert(
        db,
        fields,
        campaign_id=uuid4(),
        slug=slug,
        organisation_id=organisation_id,
        time_zone=time_zone,
        questions=questions,
        changed_at=datetime.now(UTC),
        request_key=request_key,
    )
    campaign = await campaigns.get_by_slug(db, slug)
    await outbox.stage(db, state_of(campaign, base_url=base_url))
    return campaign


async def organisation_of(db: Connection, fields: CampaignFields) -> UUID:
    """The id of who runs it. Raises `Invalid` for an organisation that there is not."""
    try:
        return (await organisations.get_by_slug(db, fields.organisation)).id
    except NotFound as error:
        raise invalid("organisation", N_("There is no such organisation.")) from error
