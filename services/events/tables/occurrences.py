"""The dates of events as instants; the id of one stays when it moves."""

from uuid import UUID, uuid4

from services.events.domain import dates
from services.events.domain.event import Event
from shared.database import Connection, many
from shared.messages.event_details import Occurrence


async def list_of(db: Connection, event_id: UUID) -> list[Occurrence]:
    rows = await db.fetch(
        "SELECT id, starts_at, ends_at FROM occurrences WHERE event_id = $1 ORDER BY starts_at", event_id
    )
    return many(rows, Occurrence)


async def derive(db: Connection, event: Event) -> None:
    """Make the stored dates those that the event has now."""
    span = dates.instants(event)
    if span is None:
        await db.execute("DELETE FROM occurrences WHERE event_id = $1", event.id)
        return
    moved = await db.execute("UPDATE occurrences SET starts_at = $2, ends_at = $3 WHERE event_id = $1", event.id, *span)
    if moved == "UPDATE 0":
        await db.execute(
            "INSERT INTO occurrences (id, event_id, starts_at, ends_at) VALUES ($1, $2, $3, $4)",
            uuid4(),
            event.id,
            *span,
        )
