"""What every change of an event ends with: its dates are derived, and the other services are told."""

from datetime import UTC, datetime
from uuid import UUID

from services.events.domain.announcement import state_of
from services.events.domain.event import Event
from services.events.tables import events, occurrences
from shared import outbox
from shared.database import Connection
from shared.messages.events import EventStatus


async def announce(db: Connection, event_id: UUID, *, base_url: str) -> Event:
    """The event as it is now stored. A draft is its organisation's own affair: nobody is told of it."""
    event = await events.get(db, event_id)
    await occurrences.derive(db, event, now=datetime.now(UTC))
    if event.status is not EventStatus.DRAFT:
        await outbox.stage(db, state_of(event, await occurrences.list_of(db, event), base_url=base_url))
    return event
