from datetime import UTC, datetime
from uuid import UUID, uuid4

from services.events.commands.announcing import announce
from services.events.commands.entering import check_entry
from services.events.domain.dates import check_ahead
from services.events.domain.event import Event, EventFields, checked
from services.events.domain.slug import slug_of
from services.events.tables import events, flyers, pictures, texts
from shared.database import Connection
from shared.messages.events import EventStatus, Role


async def draft_event(
    db: Connection,
    fields: EventFields,
    *,
    organisation_id: UUID,
    base_url: str,
    by: Role = Role.MEMBER,
    request_key: UUID | None = None,
    copied_from: UUID | None = None,
) -> Event:
    """Keep a new entry, which only its organisation sees. Raises `Invalid`.

    The same `request_key` again gives the draft that is there already: a form sent twice makes one entry. One that is
    copied from another event also has its pictures, flyers and texts in other languages.
    """
    now = datetime.now(UTC)
    fields = checked(fields)
    check_ahead(fields, now)
    made = await events.find_by_request_key(db, request_key) if request_key else None
    if made:
        return await events.get(db, made)
    await check_entry(db, fields, organisation_id=organisation_id, by=by, now=now)

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
    if copied_from:
        await texts.copy(db, from_event_id=copied_from, to_event_id=event_id)
        await pictures.copy(db, from_event_id=copied_from, to_event_id=event_id)
        await flyers.copy(db, from_event_id=copied_from, to_event_id=event_id)
    return await announce(db, event_id, base_url=base_url)
