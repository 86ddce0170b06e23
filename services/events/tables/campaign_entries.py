"""Which events belong to a campaign, who entered them, and who has been reminded to."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from services.events.domain.event import Event
from services.events.tables import events, occurrences
from shared.database import Connection, many
from shared.messages.event_details import Occurrence

# More than any week has; a page and a booklet must end somewhere.
MOST_ENTRIES = 1000


class Participant(Struct, frozen=True, kw_only=True):
    """An organisation of the network and its entries by status (drafts are its own affair), and how it was reminded."""

    id: UUID
    slug: str
    name: str
    counts: dict[str, int]
    reminder_count: int
    reminded_at: datetime | None

    @property
    def has_entered(self) -> bool:
        return bool(self.counts)


async def list_entries(db: Connection, campaign_id: UUID) -> list[Event]:
    """All that was entered, drafts left out, in the order of their dates; those without come last."""
    rows = await db.fetch(
        """
        SELECT e.id
        FROM events AS e
        WHERE e.campaign_id = $1 AND e.status <> 'draft'
        ORDER BY coalesce(e.starts_at, e.starts_on), e.title, e.id
        LIMIT $2
        """,
        campaign_id,
        MOST_ENTRIES,
    )
    return await events.load(db, [row["id"] for row in rows])


async def occurrences_of(db: Connection, entries: list[Event]) -> dict[UUID, list[Occurrence]]:
    """The dates of these events."""
    return {event.id: await occurrences.list_of(db, event) for event in entries}


async def list_of_organisation(db: Connection, campaign_id: UUID, organisation_id: UUID) -> list[Event]:
    """The organisation's own entries, drafts too."""
    rows = await db.fetch(
        """
        SELECT id
        FROM events
        WHERE campaign_id = $1 AND organisation_id = $2
        ORDER BY coalesce(starts_at, starts_on), title, id
        """,
        campaign_id,
        organisation_id,
    )
    return await events.load(db, [row["id"] for row in rows])


async def list_entered(db: Connection, organisation_id: UUID) -> set[UUID]:
    """The campaigns that the organisation has an entry in, be it a draft."""
    rows = await db.fetch("SELECT DISTINCT campaign_id FROM events WHERE organisation_id = $1", organisation_id)
    return {row["campaign_id"] for row in rows}


async def list_participants(db: Connection, campaign_id: UUID) -> list[Participant]:
    """Those that entered, and all others of the network but the one that runs the campaign, by name."""
    rows = await db.fetch(
        """
        SELECT o.id, o.slug, o.name,
               coalesce(entered.counts, '{}') AS counts,
               coalesce(reminded.count, 0) AS reminder_count, reminded.last_at AS reminded_at
        FROM organisations AS o
        LEFT JOIN LATERAL (
            SELECT jsonb_object_agg(by_status.status, by_status.count) AS counts
            FROM (
                SELECT e.status, count(*) AS count
                FROM events AS e
                WHERE e.campaign_id = $1 AND e.organisation_id = o.id AND e.status <> 'draft'
                GROUP BY e.status
            ) AS by_status
        ) AS entered ON true
        LEFT JOIN LATERAL (
            SELECT count(*) AS count, max(r.reminded_at) AS last_at
            FROM campaign_reminders AS r
            WHERE r.campaign_id = $1 AND r.organisation_id = o.id
        ) AS reminded ON true
        WHERE entered.counts IS NOT NULL
           OR (o.left_at IS NULL AND o.id <> (SELECT c.organisation_id FROM campaigns AS c WHERE c.id = $1))
        ORDER BY lower(o.name)
        """,
        campaign_id,
    )
    return many(rows, Participant)


async def insert_reminders(
    db: Connection, campaign_id: UUID, organisation_ids: list[UUID], *, note: str, reminded_at: datetime
) -> None:
    await db.execute(
        """
        INSERT INTO campaign_reminders (campaign_id, organisation_id, reminded_at, note)
        SELECT $1, organisation_id, $3, $4
        FROM unnest($2::uuid[]) AS organisation_id
        """,
        campaign_id,
        organisation_ids,
        reminded_at,
        note,
    )
