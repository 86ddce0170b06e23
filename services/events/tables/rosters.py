"""How full events are, as registration told us."""

from uuid import UUID

from msgspec import Struct

from shared.database import Connection, many


class Seats(Struct, frozen=True, kw_only=True):
    """`left` is None where there is no limit."""

    event_id: UUID
    left: int | None
    waiting_count: int
    is_open: bool


async def list_for(db: Connection, event_ids: list[UUID]) -> dict[UUID, Seats]:
    """The seats of those events that have a roster, by the event's id."""
    rows = await db.fetch(
        """
        SELECT (state ->> 'event_id')::uuid AS event_id,
               (state ->> 'capacity')::integer - (state ->> 'seats_taken')::integer AS left,
               (state ->> 'waiting_count')::integer AS waiting_count,
               (state ->> 'is_open')::boolean AS is_open
        FROM copies
        WHERE topic = 'registration.roster' AND state ->> 'event_id' = ANY($1)
        """,
        [str(event_id) for event_id in event_ids],
    )
    return {seats.event_id: seats for seats in many(rows, Seats)}
