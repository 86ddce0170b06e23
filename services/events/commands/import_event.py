from datetime import datetime
from uuid import UUID, uuid4

from services.events.commands.announcing import announce
from services.events.domain.event import Event, EventFields, checked
from services.events.domain.slug import slug_of
from services.events.tables import campaigns, events
from shared.database import Connection
from shared.messages.events import EventStatus


async def import_event(
    db: Connection,
    fields: EventFields,
    *,
    organisation_id: UUID,
    status: EventStatus,
    changed_at: datetime,
    base_url: str,
) -> Event:
    """Take over an entry from elsewhere as it stands there, also one of past years. Raises `Invalid`.

    `changed_at` is when it last changed there; nobody is mailed about what changed more than a day ago.
    """
    fields = checked(fields)
    await campaigns.check_known(db, fields.campaign)
    event_id = uuid4()
    await events.insert(
        db,
        fields,
        event_id=event_id,
        slug=slug_of(fields.title, event_id),
        organisation_id=organisation_id,
        status=status,
        changed_at=changed_at,
    )
    return await announce(db, event_id, base_url=base_url)
