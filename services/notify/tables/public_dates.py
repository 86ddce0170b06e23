"""The `public_dates` table: when public events take place, and which of these dates whom interest."""

from datetime import datetime
from uuid import UUID

from services.notify.domain.weekly_digest import WantedDate
from shared.database import Connection, many
from shared.messages.event_details import Audience, OccurrenceStatus
from shared.messages.events import EventState, EventStatus


async def replace(db: Connection, event: EventState) -> None:
    """The event's dates as they are now; none while it is not for all, or does not take place."""
    await db.execute("DELETE FROM public_dates WHERE event_id = $1", event.id)
    if event.status is not EventStatus.PUBLISHED or event.audience is not Audience.PUBLIC:
        return
    await db.execute(
        """
        INSERT INTO public_dates (event_id, occurrence_id, starts_at, category, languages, organisation_ids)
        SELECT $1, id, starts_at, $3, $4, $5
        FROM jsonb_to_recordset($2) AS dates (id uuid, starts_at timestamptz)
        """,
        event.id,
        [each for each in event.occurrences if each.status is OccurrenceStatus.CONFIRMED],
        event.category,
        event.languages,
        [event.organisation_id, *(each.id for each in event.co_organisers)],
    )


async def list_wanted(
    db: Connection, subscriber_id: UUID, *, since: datetime, until: datetime, limit: int
) -> list[WantedDate]:
    """The first date of each event that begins between the two and that the subscriber wants to hear of."""
    rows = await db.fetch(
        """
        SELECT event_id, occurrence_id
        FROM (
            SELECT DISTINCT ON (event_id) event_id, occurrence_id, starts_at
            FROM wanted_dates
            WHERE subscriber_id = $1 AND starts_at >= $2 AND starts_at < $3
            ORDER BY event_id, starts_at, occurrence_id
        ) AS first
        ORDER BY starts_at, event_id
        LIMIT $4
        """,
        subscriber_id,
        since,
        until,
        limit,
    )
    return many(rows, WantedDate)
