"""How many people signed up for the events of a campaign, and came, as registration told us."""

from uuid import UUID

import msgspec

from services.events.domain.campaign_report import Numbers
from shared.database import Connection


async def list_for(db: Connection, event_ids: list[UUID]) -> dict[UUID, Numbers]:
    """The numbers of those events that have rosters, by the event's id."""
    rows = await db.fetch(
        """
        SELECT (state ->> 'event_id')::uuid AS event_id,
               sum((state ->> 'seats_taken')::integer) AS registered_count,
               sum((state ->> 'waiting_count')::integer) AS waiting_count,
               sum(coalesce((state ->> 'attended_count')::integer, 0)) AS attended_count
        FROM copies
        WHERE topic = 'registration.roster' AND state ->> 'event_id' = ANY($1)
        GROUP BY 1
        """,
        [str(event_id) for event_id in event_ids],
    )
    return {row["event_id"]: msgspec.convert(row, Numbers) for row in rows}
