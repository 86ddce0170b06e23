"""What else is on: dates of entries that members may know of before everybody does."""

from datetime import date, datetime
from uuid import UUID

from services.events.domain.neighbours import CampaignDays, Neighbour
from shared.database import Connection, many


async def list_between(
    db: Connection, begins_at: datetime, ends_at: datetime, *, organisation_id: UUID, but_event_id: UUID | None
) -> list[Neighbour]:
    """Dates of all that is public, internal or waits for a decision, and of the organisation's own drafts."""
    rows = await db.fetch(
        """
        SELECT e.id AS event_id, e.slug, e.title, e.organisation_id, org.name AS organisation_name,
               e.status, e.audience, e.place_name, e.online, coalesce(e.facts -> 'for_whom', '[]') AS for_whom,
               e.starts_on IS NOT NULL AS is_whole_days, o.starts_at, o.ends_at
        FROM occurrences AS o
        JOIN events AS e ON e.id = o.event_id
        JOIN organisations AS org ON org.id = e.organisation_id
        WHERE o.starts_at < $2 AND o.ends_at > $1
          -- Nothing lasts longer; with both ends the index on starts_at is enough.
          AND o.starts_at > $1::timestamptz - interval '367 days'
          AND o.status = 'confirmed'
          AND (e.status IN ('published', 'submitted') OR (e.organisation_id = $3 AND e.status IN ('draft', 'returned')))
          AND e.id IS DISTINCT FROM $4
        ORDER BY o.starts_at, e.title
        LIMIT 100
        """,
        begins_at,
        ends_at,
        organisation_id,
        but_event_id,
    )
    return many(rows, Neighbour)


async def list_campaigns(db: Connection, first: date, last: date) -> list[CampaignDays]:
    """Campaigns that have one of these days."""
    rows = await db.fetch(
        """
        SELECT slug, title, starts_on, ends_on
        FROM campaigns
        WHERE starts_on <= $2 AND ends_on >= $1
        ORDER BY starts_on, slug
        """,
        first,
        last,
    )
    return many(rows, CampaignDays)
