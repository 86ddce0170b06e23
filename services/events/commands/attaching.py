"""What every change of pictures and flyers ends with."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

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


class Placed(Protocol):
    @property
    def id(self) -> UUID: ...


def order_with(present: Sequence[Placed], moved_id: UUID, *, position: int) -> list[UUID]:
    """The ids in their order, with one of them at this position (from 1)."""
    ids = [each.id for each in present if each.id != moved_id]
    ids.insert(position - 1, moved_id)
    return ids
