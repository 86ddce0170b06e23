"""The dates of events as we have heard of them, to find those that begin soon."""

from datetime import datetime, timedelta
from uuid import UUID

from services.notify.domain.reminding import NearDate
from shared.database import Connection, many
from shared.messages.events import EventState
from shared.messages.registration import RosterState


async def keep(db: Connection, event: EventState) -> None:
    """The event's dates are these; one that moved is to be reminded of again."""
    await db.execute(
        "DELETE FROM occurrences WHERE event_id = $1 AND id <> ALL($2)",
        event.id,
        [occurrence.id for occurrence in event.occurrences],
    )
    await db.execute(
        """
        INSERT INTO occurrences (id, event_id, starts_at)
        SELECT id, $1, starts_at
        FROM jsonb_to_recordset($2) AS date (id uuid, starts_at timestamptz)
        ON CONFLICT (id) DO UPDATE
        SET event_id = excluded.event_id, starts_at = excluded.starts_at,
            reminded_hours = CASE
                WHEN occurrences.starts_at = excluded.starts_at THEN occurrences.reminded_hours ELSE '{}'
            END
        WHERE occurrences.event_id <> excluded.event_id OR occurrences.starts_at <> excluded.starts_at
        """,
        event.id,
        event.occurrences,
    )


async def lock_near(db: Connection, *, now: datetime, within: timedelta, ahead: timedelta) -> list[NearDate]:
    """Those that begin within this time, where somebody comes, and where the organiser's first reminder is near.

    `ahead` is by how much a reminder may come sooner than its hours say. Those that another replica looks at are left
    to it.
    """
    rows = await db.fetch(
        """
        SELECT occurrences.id, occurrences.event_id, reminded_hours, state -> 'reminder_hours' AS reminder_hours
        FROM occurrences
        LEFT JOIN copies ON topic = $4 AND copies.id = occurrences.id
        WHERE starts_at > $1 AND starts_at <= $1 + $2::interval
        AND starts_at <= $1 + $3::interval + make_interval(
            hours => CASE
                WHEN jsonb_typeof(state -> 'reminder_hours') = 'array'
                THEN (SELECT max(each::integer) FROM jsonb_array_elements_text(state -> 'reminder_hours') AS each)
                ELSE 24
            END
        )
        AND EXISTS (SELECT FROM participants WHERE roster_id = occurrences.id AND status = 'confirmed')
        ORDER BY occurrences.id
        FOR UPDATE OF occurrences SKIP LOCKED
        """,
        now,
        within,
        ahead,
        RosterState.topic,
    )
    return many(rows, NearDate)


async def mark_reminded(db: Connection, occurrence_id: UUID, hours: list[int]) -> None:
    await db.execute(
        "UPDATE occurrences SET reminded_hours = reminded_hours || $2::integer[] WHERE id = $1", occurrence_id, hours
    )
