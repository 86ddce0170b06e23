"""Frames such as a week of diversity, which events belong to."""

from datetime import datetime
from uuid import UUID

from services.events.domain.campaign import NO_SUCH_CAMPAIGN, Campaign, CampaignFields
from services.events.domain.campaign_questions import Question
from shared.database import Connection, many
from shared.problems import NotFound, invalid


async def load(db: Connection, campaign_ids: list[UUID]) -> list[Campaign]:
    """These campaigns, in this order; ids that we do not have are left out."""
    rows = await db.fetch(
        """
        SELECT c.id, c.slug, c.title, c.description, c.organisation_id,
               o.slug AS organisation_slug, o.name AS organisation_name,
               c.starts_on, c.ends_on, c.time_zone, c.call_text, c.call_opens_on, c.call_closes_on,
               c.questions, c.version, c.changed_at
        FROM campaigns AS c
        JOIN organisations AS o ON o.id = c.organisation_id
        WHERE c.id = ANY($1)
        ORDER BY array_position($1, c.id)
        """,
        campaign_ids,
    )
    return many(rows, Campaign)


async def list_all(db: Connection) -> list[Campaign]:
    """All of them, the latest first."""
    rows = await db.fetch("SELECT id FROM campaigns ORDER BY starts_on DESC, slug")
    return await load(db, [row["id"] for row in rows])


async def get_by_slug(db: Connection, slug: str) -> Campaign:
    """The campaign. Raises `NotFound`."""
    found = await load(db, await db.fetchval("SELECT array_agg(id) FROM campaigns WHERE slug = $1", slug) or [])
    if not found:
        raise NotFound("campaign")
    return found[0]


async def lock(db: Connection, slug: str) -> Campaign:
    """The campaign, which nobody else can change until we are done. Raises `NotFound`."""
    await db.execute("SELECT id FROM campaigns WHERE slug = $1 FOR UPDATE", slug)
    return await get_by_slug(db, slug)


async def check_known(db: Connection, slug: str | None) -> None:
    """Raises `Invalid` for a campaign that does not exist."""
    if slug and not await db.fetchval("SELECT true FROM campaigns WHERE slug = $1", slug):
        raise invalid("campaign", NO_SUCH_CAMPAIGN)


async def list_slugs(db: Connection) -> set[str]:
    """The addresses that are taken. Nobody else can take one until we are done."""
    await db.execute("LOCK TABLE campaigns IN SHARE ROW EXCLUSIVE MODE")
    return {row["slug"] for row in await db.fetch("SELECT slug FROM campaigns")}


async def find_by_request_key(db: Connection, request_key: UUID) -> str | None:
    """The slug of the campaign that this very form made already."""
    found: str | None = await db.fetchval("SELECT slug FROM campaigns WHERE request_key = $1", request_key)
    return found


async def insert(
    db: Connection,
    fields: CampaignFields,
    *,
    campaign_id: UUID,
    slug: str,
    organisation_id: UUID,
    time_zone: str,
    questions: list[Question],
    changed_at: datetime,
    request_key: UUID | None,
) -> None:
    await db.execute(
        """
        INSERT INTO campaigns (
            id, slug, organisation_id, time_zone, questions, changed_at, request_key,
            title, description, starts_on, ends_on, call_text, call_opens_on, call_closes_on
        )
        SELECT $1, $2, $3, $4, $5, $6, $7,
               f.title, f.description, f.starts_on, f.ends_on, f.call_text, f.call_opens_on, f.call_closes_on
        FROM jsonb_to_record($8) AS f (
            title text, description text, starts_on date, ends_on date,
            call_text text, call_opens_on date, call_closes_on date
        )
        """,
        campaign_id,
        slug,
        organisation_id,
        time_zone,
        questions,
        changed_at,
        request_key,
        fields,
    )


async def update(
    db: Connection,
    fields: CampaignFields,
    *,
    campaign_id: UUID,
    organisation_id: UUID,
    questions: list[Question],
    changed_at: datetime,
) -> None:
    await db.execute(
        """
        UPDATE campaigns AS c
        SET version = c.version + 1, organisation_id = $2, questions = $3, changed_at = $4,
            title = f.title, description = f.description, starts_on = f.starts_on, ends_on = f.ends_on,
            call_text = f.call_text, call_opens_on = f.call_opens_on, call_closes_on = f.call_closes_on
        FROM jsonb_to_record($5) AS f (
            title text, description text, starts_on date, ends_on date,
            call_text text, call_opens_on date, call_closes_on date
        )
        WHERE c.id = $1
        """,
        campaign_id,
        organisation_id,
        questions,
        changed_at,
        fields,
    )
