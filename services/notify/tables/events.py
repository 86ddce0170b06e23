"""Events as we have heard of them: our copies of `EventState`."""

from datetime import date
from uuid import UUID

from shared import copies
from shared.database import Connection, many
from shared.messages.events import EventState
from shared.occurrences import find_occurrence

# What many sign up for at the same time.
MOST_KEPT = 100
kept: dict[UUID, EventState] = {}


async def find_version(db: Connection, event_id: UUID, version: int | None) -> EventState | None:
    """The event in this version or a newer one, read once for all mails about it."""
    if version is None:
        return None
    found = kept.get(event_id)
    if found is None or found.version != version:
        found = await copies.find(db, EventState, event_id)
        if len(kept) >= MOST_KEPT:
            kept.clear()
        if found:
            kept[event_id] = found
    return found


async def find_with_date(db: Connection, event_id: UUID, occurrence_id: UUID) -> EventState | None:
    """The event, or the one that has this date of it now, because its series was split."""
    event = await copies.find(db, EventState, event_id)
    if event is None or not event.occurrences or find_occurrence(event, occurrence_id):
        return event
    others = await copies.list_of_organisation(db, EventState, event.organisation_id)
    having = [other for other in others if find_occurrence(other, occurrence_id)]
    return max(having, key=lambda other: other.changed_at, default=event)


async def list_submitted(db: Connection) -> list[EventState]:
    """What waits for a coordinator, the oldest first."""
    rows = await db.fetch(
        """
        SELECT state
        FROM copies
        WHERE topic = $1 AND state ->> 'status' = 'submitted'
        ORDER BY (state ->> 'changed_at')::timestamptz
        """,
        EventState.topic,
    )
    return many([row["state"] for row in rows], EventState)


async def continues_another(db: Connection, event: EventState) -> bool:
    """Whether another event had some of its dates before it."""
    own = {occurrence.id for occurrence in event.occurrences}
    known = await copies.list_of_organisation(db, EventState, event.organisation_id)
    return any(own & {each.id for each in other.occurrences} for other in known if other.id != event.id)


async def list_between(db: Connection, first: date, last: date) -> list[EventState]:
    """Those for everybody that take place on one of these days, by the clocks there."""
    rows = await db.fetch(
        """
        SELECT state
        FROM copies
        WHERE topic = $1 AND state ->> 'status' = 'published'
            AND coalesce(state ->> 'audience', 'public') = 'public'
            AND EXISTS (
                SELECT
                FROM jsonb_array_elements(state -> 'occurrences') AS each
                WHERE ((each ->> 'starts_at')::timestamptz AT TIME ZONE (state ->> 'time_zone'))::date <= $3
                    AND ((each ->> 'ends_at')::timestamptz AT TIME ZONE (state ->> 'time_zone')) > $2
            )
        """,
        EventState.topic,
        first,
        last,
    )
    return many([row["state"] for row in rows], EventState)
