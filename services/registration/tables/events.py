"""Our copy of the events, as pages ask for them."""

from collections.abc import Collection
from uuid import UUID

import msgspec

from shared import copies
from shared.database import Connection
from shared.messages.events import PUBLIC_STATUSES, EventState


async def find_public(db: Connection, event_id: UUID) -> EventState | None:
    """The event, unless only its partner and the coordinator know it."""
    event = await copies.find(db, EventState, event_id)
    return event if event is not None and event.status in PUBLIC_STATUSES else None


async def find_public_by_slug(db: Connection, slug: str) -> EventState | None:
    state = await db.fetchval(
        """
        SELECT state
        FROM copies
        WHERE topic = 'events.event' AND state ->> 'slug' = $1 AND state ->> 'status' = ANY($2)
        """,
        slug,
        list(PUBLIC_STATUSES),
    )
    return None if state is None else msgspec.convert(state, EventState)


async def find_many(db: Connection, event_ids: Collection[UUID]) -> dict[UUID, EventState]:
    return await copies.find_many(db, EventState, list(event_ids))
