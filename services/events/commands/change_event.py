from datetime import UTC, datetime
from uuid import UUID

from services.events.commands.announcing import announce
from services.events.domain import dates
from services.events.domain.event import (
    EDITABLE,
    Event,
    EventFields,
    WrongStatus,
    check_ready,
    checked,
    sequence_after,
)
from services.events.tables import campaigns, events
from shared.database import Connection
from shared.messages.events import EventStatus


async def change_event(db: Connection, event_id: UUID, fields: EventFields, *, base_url: str) -> Event:
    """Let the entry say this from now on; nothing happens when it says so already. A new date ends a postponement.

    Raises `NotFound`, `WrongStatus`, and `Invalid` for fields that do not fit or a date moved into the past.
    """
    now = datetime.now(UTC)
    fields = checked(fields)
    await campaigns.check_known(db, fields.campaign)
    event = await events.lock(db, event_id)
    if event.status not in EDITABLE:
        raise WrongStatus
    if fields == event.fields:
        return event
    if event.status not in {EventStatus.DRAFT, EventStatus.RETURNED}:
        check_ready(fields)
    is_moved = dates.instants(fields) != dates.instants(event)
    if is_moved:
        dates.check_ahead(fields, now)

    sequence, changed_at = sequence_after(event, fields), event.next_change(now)
    await events.update(db, event_id, fields, sequence=sequence, changed_at=changed_at)
    if is_moved and event.status is EventStatus.POSTPONED:
        await events.mark(db, event_id, EventStatus.PUBLISHED, sequence=sequence, changed_at=changed_at)
    return await announce(db, event_id, base_url=base_url)
