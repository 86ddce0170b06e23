from datetime import UTC, datetime
from uuid import UUID

from services.events.commands.announcing import announce
from services.events.tables import co_organisations, events
from shared.database import Connection


async def leave_co_organisation(db: Connection, event_id: UUID, *, organisation_id: UUID, base_url: str) -> None:
    """Take an organisation's own part in another's event, or its wish for one, back."""
    event = await events.lock(db, event_id)
    await co_organisations.delete(db, event_id=event_id, organisation_id=organisation_id)
    await events.mark_changed(db, event_id, changed_at=event.next_change(datetime.now(UTC)))
    await announce(db, event_id, base_url=base_url)
