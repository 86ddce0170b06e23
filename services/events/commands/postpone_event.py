from datetime import UTC, datetime
from uuid import UUID

from services.events.commands.announcing import announce
from services.events.domain.event import Event, WrongStatus
from services.events.tables import events
from shared.database import Connection
from shared.messages.events import EventStatus


async def postpone_event(db: Connection, event_id: UUID, *, base_url: str) -> Event:
    """Say that the date does not hold and the new one is not known yet; a new date publishes it again.

    Raises `WrongStatus`.
    """
    event = await events.lock(db, event_id)
    if event.status is not EventStatus.PUBLISHED:
        raise WrongStatus
    changed_at = event.next_change(datetime.now(UTC))
    await events.mark(db, event_id, EventStatus.POSTPONED, sequence=event.sequence + 1, changed_at=changed_at)
    return await announce(db, event_id, base_url=base_url)
