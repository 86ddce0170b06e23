"""How full events are, as registration told us."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from shared.database import Connection, many


class Seats(Struct, frozen=True, kw_only=True):
    """`left` is None where there is no limit; what the organiser keeps is not among it.

    `opens_at` is when people can sign up, if that is later than now.
    """

    event_id: UUID
    left: int | None
    waiting_count: int
    is_open: bool
    opens_at: datetime | None = None


async def list_for(db: Connection, event_ids: list[UUID]) -> dict[UUID, Seats]:
    """The seats of those events that have a roster, by the event's id; of several dates one that takes people."""
    rows = await db.fetch(
        """
        SELECT DISTINCT ON (event_id) event_id,
               greatest(0, capacity - coalesce(reserved_count, 0) - seats_taken) AS left, waiting_count,
               is_open AND coalesce(opens_at <= now(), true) AND coalesce(closes_at > now(), true) AS is_open,
               CASE WHEN is_open AND opens_at > now() THEN opens_at END AS opens_at
        FROM copies
        CROSS JOIN jsonb_to_record(state) AS roster (
            event_id uuid, capacity integer, seats_taken integer, waiting_count integer, reserved_count integer,
            is_open boolean, opens_at timestamptz, closes_at timestamptz
        )
        WHERE topic = 'registration.roster' AND state ->> 'event_id' = ANY($1)
        ORDER BY event_id, 4 DESC, opens_at DESC NULLS LAST
        """,
        [str(event_id) for event_id in event_ids],
    )
    return {seats.event_id: seats for seats in many(rows, Seats)}
