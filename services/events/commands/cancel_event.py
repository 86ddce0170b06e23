from datetime import UTC, datetime
from uuid import UUID

from services.events.commands.announcing import announce
from services.events.domain.event import Event, WrongStatus
from services.events.tables import events
from shared.database import Connection
from shared.messages.events import EventStatus


async def cancel_event(db: Connection, event_id: UUID, *, base_url: str) -> Event:
    """Call a public event off: it stays visible, and those who signed up are told. Raises `WrongStatus`."""
    now = datetime.now(UTC)
    event = await events.lock(db, event_id)
    if event.status not in {EventStatus.PUBLISHED, EventStatus.POSTPONED}:
        raise WrongStatus
    await events.mark(
        db,
        event_id,
        EventStatus.CANCELLED,
        sequence=event.sequence + 1,
        changed_at=event.next_change(now),
    )
    return await announce(db, event_id, base_url=base_url)
