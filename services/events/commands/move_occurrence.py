from datetime import UTC, datetime
from uuid import UUID

from services.events.commands.announcing import announce
from services.events.domain import dates
from services.events.domain.event import Event
from services.events.domain.occurrences import MoveFields, moved
from services.events.tables import events, occurrences
from shared.database import Connection


async def move_occurrence(
    db: Connection, event_id: UUID, occurrence_id: UUID, fields: MoveFields, *, base_url: str
) -> Event:
    """Give one date of a series a time of its own; the others stay.

    Raises `Invalid` for dates that make no sense, `NotFound`, and `WrongStatus` for anything but a series people know.
    """
    now = datetime.now(UTC)
    event = await events.lock(db, event_id)
    await occurrences.get_changeable(db, event, occurrence_id)
    alone = moved(event.fields, fields)
    dates.check(alone)
    dates.check_ahead(alone, now)
    await occurrences.move(db, occurrence_id, alone)
    await events.mark(db, event_id, event.status, sequence=event.sequence + 1, changed_at=event.next_change(now))
    return await announce(db, event_id, base_url=base_url)
