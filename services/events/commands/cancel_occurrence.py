from datetime import UTC, datetime
from uuid import UUID

from services.events.commands.announcing import announce
from services.events.domain.event import Event
from services.events.tables import events, occurrences
from shared.database import Connection
from shared.messages.event_details import OccurrenceStatus


async def cancel_occurrence(db: Connection, event_id: UUID, occurrence_id: UUID, *, base_url: str) -> Event:
    """Call one date of a series off: it stays visible, and those who signed up for it are told.

    Raises `NotFound`, and `WrongStatus` when it is no series that people know; `Invalid` for too many exceptions.
    """
    event = await events.lock(db, event_id)
    occurrence = await occurrences.get_changeable(db, event, occurrence_id)
    if occurrence.status is OccurrenceStatus.CANCELLED:
        return event
    await occurrences.mark(db, occurrence_id, OccurrenceStatus.CANCELLED)
    await events.mark(
        db, event_id, event.status, sequence=event.sequence + 1, changed_at=event.next_change(datetime.now(UTC))
    )
    return await announce(db, event_id, base_url=base_url)
