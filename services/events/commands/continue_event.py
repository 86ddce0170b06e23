from datetime import UTC, datetime
from uuid import UUID, uuid4

from msgspec.structs import replace

from services.events.commands.announcing import announce
from services.events.commands.change_event import change_event
from services.events.domain import dates
from services.events.domain.event import Event, EventFields, check_ready, checked
from services.events.domain.recurrence import ended_before
from services.events.domain.slug import slug_of
from services.events.tables import co_organisations, events, occurrences, texts
from shared.database import Connection


async def continue_event(
    db: Connection, event_id: UUID, occurrence_id: UUID, fields: EventFields, *, base_url: str
) -> Event:
    """Let this date of a series and all that follow say something else: they become an event of their own.

    Those who signed up stay signed up. Raises `Invalid`, `NotFound`, and `WrongStatus` when it is no series that people
    know.
    """
    now = datetime.now(UTC)
    fields = checked(fields)
    check_ready(fields)
    event = await events.lock(db, event_id)
    since = (await occurrences.get_changeable(db, event, occurrence_id)).wall_time
    if not await occurrences.any_before(db, event_id, since):
        return await change_event(db, event_id, fields, base_url=base_url)
    dates.check_ahead(fields, now)

    new_id = uuid4()
    await events.insert(
        db,
        fields,
        event_id=new_id,
        slug=slug_of(fields.title, new_id),
        organisation_id=event.organisation_id,
        status=event.status,
        changed_at=now,
    )
    await texts.copy(db, from_event_id=event_id, to_event_id=new_id)
    await co_organisations.copy(db, from_event_id=event_id, to_event_id=new_id)
    await occurrences.hand_over(db, from_event_id=event_id, to_event_id=new_id, since=since)
    ended = replace(event.fields, recurrence=ended_before(event.fields.recurrence, since.date()))
    await events.update(db, event_id, ended, sequence=event.sequence + 1, changed_at=event.next_change(now))
    # The new one first: whoever hears of both never misses a date in between.
    continued = await announce(db, new_id, base_url=base_url)
    await announce(db, event_id, base_url=base_url)
    return continued
