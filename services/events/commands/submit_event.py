from datetime import UTC, datetime
from uuid import UUID

from services.events.commands.announcing import announce
from services.events.commands.entering import check_submission
from services.events.domain.dates import check_ahead
from services.events.domain.event import AlreadySubmitted, Event, WrongStatus, check_ready
from services.events.tables import events
from shared.database import Connection
from shared.messages.events import EventStatus, Role


async def submit_event(db: Connection, event_id: UUID, *, base_url: str, by: Role = Role.MEMBER) -> Event:
    """Hand the entry to the coordinator. Raises `AlreadySubmitted`, `WrongStatus`, or `Invalid` for what is missing."""
    now = datetime.now(UTC)
    event = await events.lock(db, event_id)
    if event.status is EventStatus.SUBMITTED:
        raise AlreadySubmitted
    if event.status not in {EventStatus.DRAFT, EventStatus.RETURNED}:
        raise WrongStatus
    check_ready(event)
    check_ahead(event, now)
    await check_submission(db, event, by=by, now=now)
    await events.mark(db, event_id, EventStatus.SUBMITTED, sequence=event.sequence, changed_at=event.next_change(now))
    return await announce(db, event_id, base_url=base_url)
