from datetime import UTC, datetime
from uuid import UUID, uuid4

from services.events.commands.announcing import announce
from services.events.domain.dates import check_ahead
from services.events.domain.event import Event, EventFields, checked
from services.events.domain.slug import slug_of
from services.events.tables import campaigns, events
from shared.database import Connection
from shared.messages.events import EventStatus


async def draft_event(
    db: Connection, fields: EventFields, *, organisation_id: UUID, base_url: str, request_key: UUID | None = None
) -> Event:
    """Keep a new entry, which only its organisation sees. Raises `Invalid`.

    The same `request_key` again gives the draft that is there already: a form sent twice makes one entry.
    """
    now = datetime.now(UTC)
    fields = checked(fields)
    await campaigns.check_known(db, fields.campaign)
    check_ahead(fields, now)
    made = await events.find_by_request_key(db, request_key) if request_key else None
    if made:
        return await events.get(db, made)

    event_id = uuid4()
    await events.insert(
        db,
        fields,
        event_id=event_id,
        slug=slug_of(fields.title, event_id),
        organisation_id=organisation_id,
        status=EventStatus.DRAFT,
        changed_at=now,
        request_key=request_key,
    )
    return await announce(db, event_id, base_url=base_url)
