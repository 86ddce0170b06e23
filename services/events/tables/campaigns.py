"""Frames such as a week of diversity, which events belong to."""

from datetime import date
from uuid import UUID

from msgspec import Struct

from shared.database import Connection, many
from shared.problems import invalid
from shared.translations import N_


class Campaign(Struct, frozen=True, kw_only=True):
    id: UUID
    slug: str
    title: str
    organisation_id: UUID
    starts_on: date
    ends_on: date


async def insert(db: Connection, campaign: Campaign) -> None:
    await db.execute(
        """
        INSERT INTO campaigns (id, slug, title, organisation_id, starts_on, ends_on)
        VALUES ($1, $2, $3, $4, $5, $6)
        """,
        campaign.id,
        campaign.slug,
        campaign.title,
        campaign.organisation_id,
        campaign.starts_on,
        campaign.ends_on,
    )


async def list_all(db: Connection) -> list[Campaign]:
    """All of them, the latest first."""
    rows = await db.fetch(
        "SELECT id, slug, title, organisation_id, starts_on, ends_on FROM campaigns ORDER BY starts_on DESC, slug"
    )
    return many(rows, Campaign)


async def list_to_come(db: Connection, *, today: date) -> list[Campaign]:
    """Those that are not over, the next first: entries can still join them."""
    rows = await db.fetch(
        """
        SELECT id, slug, title, organisation_id, starts_on, ends_on
        FROM campaigns
        WHERE ends_on >= $1
        ORDER BY starts_on, slug
        """,
        today,
    )
    return many(rows, Campaign)


async def check_known(db: Connection, slug: str | None) -> None:
    """Raises `Invalid` for a campaign that does not exist."""
    if slug and not await db.fetchval("SELECT true FROM campaigns WHERE slug = $1", slug):
        raise invalid("campaign", N_("There is no such campaign."))
