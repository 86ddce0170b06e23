"""What every change of pictures and flyers ends with."""

from datetime import UTC, datetime

from services.events.commands.announcing import announce
from services.events.domain.attachments import Owner
from services.events.tables import events
from shared.database import Connection


async def tell(db: Connection, owner: Owner, *, base_url: str) -> None:
    """An event counts the change, and the other services hear of it; an organisation's pictures concern nobody else."""
    if owner.event_id is None:
        return
    event = await events.get(db, owner.event_id)
    await events.mark_changed(db, event.id, changed_at=event.next_change(datetime.now(UTC)))
    await announce(db, event.id, base_url=base_url)
