"""What the network plans, by its dates: what is public, what is internal, and what waits for the coordinator."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from shared.database import Connection, many
from shared.messages.event_details import Audience
from shared.messages.events import EventStatus


class AgendaEntry(Struct, frozen=True, kw_only=True):
    """One date of an event, as instants; it belongs to the network, so drafts are none."""

    event_id: UUID
    title: str
    organisation_name: str
    status: EventStatus
    audience: Audience
    is_all_day: bool
    starts_at: datetime
    ends_at: datetime


async def list_between(db: Connection, begin: datetime, end: datetime) -> list[AgendaEntry]:
    """All dates that overlap this time, in their order; what was called off is left out."""
    rows = await db.fetch(
        """
        SELECT e.id AS event_id, e.title, org.name AS organisation_name, e.status, e.audience,
               e.starts_on IS NOT NULL AS is_all_day, o.starts_at, o.ends_at
        FROM occurrences AS o
        JOIN events AS e ON e.id = o.event_id
        JOIN organisations AS org ON org.id = e.organisation_id
        WHERE o.starts_at < $2 AND o.ends_at > $1 AND o.status = 'confirmed'
          AND e.status IN ('submitted', 'published')
        ORDER BY o.starts_at, e.title
        """,
        begin,
        end,
    )
    return many(rows, AgendaEntry)
