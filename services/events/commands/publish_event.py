from datetime import UTC, datetime
from uuid import UUID

from services.events.commands.announcing import announce
from services.events.domain.event import Event, WrongStatus
from services.events.tables import events
from shared.database import Connection
from shared.messages.events import EventStatus


async def publish_event(db: Connection, event_id: UUID, *, base_url: str) -> Event:
    """Put a submitted entry into the calendar for all to see. Raises `WrongStatus`."""
    now = datetime.now(UTC)
    event = await events.lock(db, event_id)
    if event.status is not EventStatus.SUBMITTED:
        raise WrongStatus
    await events.mark(db, event_id, EventStatus.PUBLISHED, sequence=event.sequence, changed_at=event.next_change(now))
    return await announce(db, event_id, base_url=base_url)
