from uuid import UUID

from msgspec.structs import replace

from services.events.commands.change_event import change_event
from services.events.domain.details import RecurrenceFields
from services.events.domain.event import Event, WrongStatus
from services.events.domain.occurrences import following
from services.events.domain.recurrence import wall_start
from services.events.tables import events, occurrences
from shared.database import Connection
from shared.problems import NotFound
from shared.translations import N_


class OnlyDate(WrongStatus):
    """A series that would be left without any date."""

    title = N_("This is the only date")
    detail = N_("An event needs a date. Please cancel or postpone the event instead.")


async def take_out_occurrence(db: Connection, event_id: UUID, occurrence_id: UUID, *, base_url: str) -> Event:
    """Let a series not have this date, as if it never had; without the first, it begins with the second.

    Raises `NotFound`, `OnlyDate`, and `WrongStatus` for an event that is no series.
    """
    event = await events.lock(db, event_id)
    stored = sorted(await occurrences.list_stored(db, event_id), key=lambda each: each.wall_time)
    found = next((each for each in stored if each.id == occurrence_id), None)
    if found is None:
        raise NotFound("occurrence")
    if event.recurrence is None:
        raise WrongStatus
    if len(stored) == 1:
        raise OnlyDate
    if found.wall_time == wall_start(event):
        return await change_event(db, event_id, following(event.fields, stored[1]), base_url=base_url)
    days = [*event.recurrence.except_on, found.wall_time.date()]
    recurrence = RecurrenceFields(rule=event.recurrence.rule, except_on=days)
    return await change_event(db, event_id, replace(event.fields, recurrence=recurrence), base_url=base_url)
