"""How many have signed up for each date, as registration told us."""

from uuid import UUID

from msgspec import Struct

from shared.database import Connection, many


class SignUps(Struct, frozen=True, kw_only=True):
    """Without a capacity there is no limit."""

    event_id: UUID
    occurrence_id: UUID
    capacity: int | None
    taken_count: int
    waiting_count: int


async def list_for(db: Connection, event_ids: list[UUID]) -> dict[UUID, SignUps]:
    """The numbers of those dates of these events that have a roster, by the id of the occurrence."""
    rows = await db.fetch(
        """
        SELECT (state ->> 'event_id')::uuid AS event_id,
               id AS occurrence_id,
               (state ->> 'capacity')::integer AS capacity,
               (state ->> 'seats_taken')::integer AS taken_count,
               (state ->> 'waiting_count')::integer AS waiting_count
        FROM copies
        WHERE topic = 'registration.roster' AND state ->> 'event_id' = ANY($1)
        """,
        [str(event_id) for event_id in event_ids],
    )
    return {each.occurrence_id: each for each in many(rows, SignUps)}
