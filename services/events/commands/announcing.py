"""What every change of an event ends with: its dates are derived, and the other services are told."""

from datetime import UTC, datetime
from uuid import UUID

from services.events.domain.announcement import state_of
from services.events.domain.event import Event
from services.events.tables import events, occurrences
from shared import outbox
from shared.database import Connection
from shared.messages import encode
from shared.messages.events import EventStatus
from shared.problems import invalid
from shared.translations import N_

# NATS carries a mebibyte in one message; headers need some of it.
MOST_BYTES = 1_000_000
TOO_MUCH = N_("This is too much for a calendar: please shorten the text, or take translations or changed dates away.")


async def announce(db: Connection, event_id: UUID, *, base_url: str) -> Event:
    """The event as it is now stored. A draft is its organisation's own affair: nobody is told of it.

    Raises `Invalid` for one with more text than a message can hold.
    """
    event = await events.get(db, event_id)
    await occurrences.derive(db, event, now=datetime.now(UTC))
    if event.status is not EventStatus.DRAFT:
        state = state_of(event, await occurrences.list_of(db, event), base_url=base_url)
        if len(encode(state)) > MOST_BYTES:
            raise invalid("description", TOO_MUCH)
        await outbox.stage(db, state)
    return event
