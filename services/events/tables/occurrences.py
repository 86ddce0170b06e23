"""The dates of events as instants; the id of one stays when it moves."""

from datetime import datetime
from uuid import UUID

from services.events.domain.dates import instants
from services.events.domain.event import Event, EventFields
from services.events.domain.occurrences import StoredOccurrence, check_changeable, matched
from services.events.domain.recurrence import moments, wall_length, wall_start
from shared.database import Connection, many
from shared.messages.event_details import Occurrence, OccurrenceStatus
from shared.problems import NotFound


async def list_of(db: Connection, event: Event) -> list[Occurrence]:
    """All of them as the others hear of them, in the order of their dates."""
    return [
        Occurrence(
            id=stored.id,
            starts_at=stored.starts_at,
            ends_at=stored.ends_at,
            recurrence_id=stored.wall_time if event.recurrence else None,
            status=stored.status,
        )
        for stored in await list_stored(db, event.id)
    ]


async def list_stored(db: Connection, event_id: UUID) -> list[StoredOccurrence]:
    rows = await db.fetch(
        """
        SELECT id, starts_at, ends_at, wall_time, moved_starts_at, moved_ends_at, status
        FROM occurrences
        WHERE event_id = $1
        ORDER BY starts_at, id
        """,
        event_id,
    )
    return many(rows, StoredOccurrence)


async def get_changeable(db: Connection, event: Event, occurrence_id: UUID) -> StoredOccurrence:
    """One date of a series that people know.

    Raises `NotFound`, `WrongStatus` for anything but such a series, and `Invalid` when it has too many exceptions.
    """
    stored = await list_stored(db, event.id)
    found = next((each for each in stored if each.id == occurrence_id), None)
    if found is None:
        raise NotFound("occurrence")
    check_changeable(event, stored)
    return found


async def any_before(db: Connection, event_id: UUID, wall_time: datetime) -> bool:
    """Whether the event has earlier dates."""
    return bool(
        await db.fetchval(
            "SELECT EXISTS (SELECT FROM occurrences WHERE event_id = $1 AND wall_time < $2)", event_id, wall_time
        )
    )


async def list_series_ending_before(db: Connection, end: datetime, *, limit: int) -> list[UUID]:
    """Series without an end that are kept in the calendar, and whose last date lies before `end`."""
    rows = await db.fetch(
        """
        SELECT e.id
        FROM events AS e
        JOIN occurrences AS o ON o.event_id = e.id
        WHERE e.recurrence ->> 'rule' !~ 'COUNT|UNTIL' AND e.status IN ('published', 'postponed', 'submitted')
        GROUP BY e.id
        HAVING max(o.starts_at) < $1
        ORDER BY max(o.starts_at)
        LIMIT $2
        """,
        end,
        limit,
    )
    return [row["id"] for row in rows]


async def derive(db: Connection, event: Event, *, now: datetime) -> bool:
    """Make the stored dates those that the event has now; what was moved or cancelled stays so. Whether any is new."""
    stored = await list_stored(db, event.id)
    wanted = matched(stored, moments(event, now=now))
    await db.execute(
        "DELETE FROM occurrences WHERE event_id = $1 AND id <> ALL($2)", event.id, [each for each, _ in wanted]
    )
    await db.execute(
        """
        INSERT INTO occurrences AS o (id, event_id, wall_time, starts_at, ends_at)
        SELECT id, $1, wall_time, starts_at, ends_at
        FROM unnest($2::uuid[], $3::timestamp[], $4::timestamptz[], $5::timestamptz[])
            AS wanted (id, wall_time, starts_at, ends_at)
        ON CONFLICT (id) DO UPDATE
        SET wall_time = excluded.wall_time,
            starts_at = CASE WHEN o.moved_starts_at IS NULL THEN excluded.starts_at ELSE o.starts_at END,
            ends_at = CASE WHEN o.moved_ends_at IS NULL THEN excluded.ends_at ELSE o.ends_at END
        """,
        event.id,
        [each for each, _ in wanted],
        [moment.wall_time for _, moment in wanted],
        [moment.starts_at for _, moment in wanted],
        [moment.ends_at for _, moment in wanted],
    )
    return bool({each for each, _ in wanted} - {each.id for each in stored})


async def move(db: Connection, occurrence_id: UUID, alone: EventFields) -> None:
    """Give one date of a series the wall times that it would have as an event of its own."""
    start = wall_start(alone)
    await db.execute(
        """
        UPDATE occurrences
        SET moved_starts_at = $2, moved_ends_at = $3, starts_at = $4, ends_at = $5
        WHERE id = $1
        """,
        occurrence_id,
        start,
        start + wall_length(alone) if start else None,
        *(instants(alone) or (None, None)),
    )


async def mark(db: Connection, occurrence_id: UUID, status: OccurrenceStatus) -> None:
    await db.execute("UPDATE occurrences SET status = $2 WHERE id = $1", occurrence_id, status)


async def hand_over(db: Connection, *, from_event_id: UUID, to_event_id: UUID, since: datetime) -> None:
    """Give the dates from the wall time `since` on to another event."""
    await db.execute(
        "UPDATE occurrences SET event_id = $2 WHERE event_id = $1 AND wall_time >= $3",
        from_event_id,
        to_event_id,
        since,
    )
