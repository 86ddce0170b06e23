from uuid import UUID

from services.events.domain.event import WrongStatus
from services.events.tables import co_organisations, events
from shared import outbox
from shared.database import Connection
from shared.messages.events_facts import CoOrganisationRequested
from shared.problems import NotFound


async def ask_to_co_organise(
    db: Connection, event_id: UUID, *, organisation_id: UUID, asking_name: str, note: str, base_url: str
) -> None:
    """Ask the organisation of an event to be named on it as well; asking twice is asking once.

    Raises `NotFound` for an event that is in no calendar, `WrongStatus` for one that wants nobody or is one's own.
    """
    event = await events.lock(db, event_id)
    if not event.is_in_the_calendar:
        raise NotFound("event")
    if not event.wants_co_organisers or event.organisation_id == organisation_id:
        raise WrongStatus
    if not await co_organisations.insert(db, event_id=event_id, organisation_id=organisation_id, note=note):
        return
    await outbox.stage(
        db,
        CoOrganisationRequested(
            event_id=event_id,
            event_title=event.title,
            organisation_id=event.organisation_id,
            asking_name=asking_name,
            note=note,
            link=f"{base_url}/portal/events/{event_id}",
        ),
    )
