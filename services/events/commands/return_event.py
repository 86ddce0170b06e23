from datetime import UTC, datetime
from uuid import UUID

from services.events.commands.announcing import announce
from services.events.domain.event import Event, ReturnFields, WrongStatus
from services.events.tables import events
from shared.database import Connection
from shared.messages.events import EventStatus


async def return_event(db: Connection, event_id: UUID, why: ReturnFields, *, base_url: str) -> Event:
    """Give a submitted entry back to its organisation with a reason. Raises `WrongStatus`."""
    event = await events.lock(db, event_id)
    if event.status is not EventStatus.SUBMITTED:
        raise WrongStatus
    await events.mark_returned(db, event_id, why, changed_at=event.next_change(datetime.now(UTC)))
    return await announce(db, event_id, base_url=base_url)
