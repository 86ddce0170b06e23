from datetime import UTC, datetime
from uuid import UUID

from services.events.commands.announcing import announce
from services.events.domain.event import Event
from services.events.tables import events, texts
from shared.database import Connection


async def remove_text(db: Connection, event_id: UUID, language: str, *, base_url: str) -> Event:
    """Take a translation back. Raises `NotFound`."""
    event = await events.lock(db, event_id)
    await texts.delete(db, event_id, language)
    await events.mark_changed(db, event_id, changed_at=event.next_change(datetime.now(UTC)))
    return await announce(db, event_id, base_url=base_url)
