from datetime import UTC, datetime
from uuid import UUID

from services.events.commands.announcing import announce
from services.events.commands.entering import check_entry
from services.events.domain import dates
from services.events.domain.event import (
    EDITABLE,
    Event,
    EventFields,
    WrongStatus,
    check_fields,
    check_ready,
    sequence_after,
)
from services.events.tables import events
from shared.database import Connection
from shared.messages.events import EventStatus, Role


async def change_event(
    db: Connection, event_id: UUID, fields: EventFields, *, base_url: str, by: Role = Role.MEMBER
) -> Event:
    """Let the entry say this from now on; nothing happens when it says so already.

    Raises `NotFound`, `WrongStatus`, and `Invalid` for fields that do not fit or a date moved into the past.
    """
    now = datetime.now(UTC)
    check_fields(fields)
    event = await events.lock(db, event_id)
    if event.status not in EDITABLE:
        raise WrongStatus
    if fields == event.fields:
        return event
    await check_entry(db, fields, organisation_id=event.organisation_id, by=by, now=now, before=event)
    if event.status in {EventStatus.SUBMITTED, EventStatus.PUBLISHED}:
        check_ready(fields)
    if dates.instants(fields) != dates.instants(event):
        dates.check_ahead(fields, now)

    await events.update(db, event_id, fields, sequence=sequence_after(event, fields), changed_at=event.next_change(now))
    return await announce(db, event_id, base_url=base_url)
