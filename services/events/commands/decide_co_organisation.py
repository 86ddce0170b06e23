from datetime import UTC, datetime
from uuid import UUID

from services.events.commands.announcing import announce
from services.events.domain.co_organisation import CoOrganisationStatus
from services.events.tables import co_organisations, events
from shared import outbox
from shared.database import Connection
from shared.messages.events_facts import CoOrganisationDecided
from shared.problems import NotFound


async def decide_co_organisation(
    db: Connection, event_id: UUID, *, organisation_id: UUID, status: CoOrganisationStatus, base_url: str
) -> None:
    """Accept an organisation that asked to join the event, or refuse it; either can be said later as well.

    Raises `NotFound` when it did not ask.
    """
    event = await events.lock(db, event_id)
    asked = await co_organisations.find(db, event_id=event_id, organisation_id=organisation_id)
    if asked is None:
        raise NotFound("co-organisation")
    if asked.status is status:
        return
    await co_organisations.mark(db, event_id=event_id, organisation_id=organisation_id, status=status)
    await events.mark_changed(db, event_id, changed_at=event.next_change(datetime.now(UTC)))
    await announce(db, event_id, base_url=base_url)
    await outbox.stage(
        db,
        CoOrganisationDecided(
            event_id=event_id,
            event_title=event.title,
            organisation_id=organisation_id,
            is_accepted=status is CoOrganisationStatus.ACCEPTED,
            link=f"{base_url}/events/{event.slug}",
        ),
    )
