"""The `registrations` and `rosters` tables, as the door asks for them."""

from datetime import datetime
from uuid import UUID

from services.registration.domain.door import Counted, Counts
from services.registration.domain.registration import Registration
from services.registration.tables.registrations import SELECT
from shared.database import Connection, many


async def mark_counted(db: Connection, registration_id: UUID, *, counted_at: datetime) -> bool:
    """Whether this is the latest word on whether they are there."""
    return bool(
        await db.fetchval(
            """
            UPDATE registrations
            SET counted_at = $2
            WHERE id = $1 AND (counted_at IS NULL OR counted_at <= $2)
            RETURNING true
            """,
            registration_id,
            counted_at,
        )
    )


async def keep(db: Connection, registration: Registration, *, roster_version: int) -> None:
    await db.execute(
        """
        UPDATE registrations
        SET status = counted.status, attended_count = counted.attended_count, party_size = counted.party_size,
            smallest_party = counted.smallest_party, offered_size = counted.offered_size,
            held_until = counted.held_until, counted_version = $2
        FROM jsonb_populate_record(NULL::registrations, $1) AS counted
        WHERE registrations.id = counted.id
        """,
        registration,
        roster_version,
    )


async def lock_counted_rosters(db: Connection, *, since: datetime, until: datetime) -> list[UUID]:
    """The rosters that ended in this time, where somebody was checked in and others are still expected.

    Those that somebody else has locked are left for the next time.
    """
    rows = await db.fetch(
        """
        SELECT id
        FROM rosters
        WHERE attended_count > 0 AND ends_at BETWEEN $1 AND $2
        AND EXISTS (SELECT FROM registrations WHERE roster_id = rosters.id AND status = 'confirmed')
        ORDER BY id
        FOR UPDATE SKIP LOCKED
        """,
        since,
        until,
    )
    return [row["id"] for row in rows]


async def mark_missed(db: Connection, roster_ids: list[UUID]) -> int:
    """How many parties did not come."""
    rows = await db.fetch(
        "UPDATE registrations SET status = 'missed' WHERE roster_id = ANY($1) AND status = 'confirmed' RETURNING id",
        roster_ids,
    )
    return len(rows)


async def find_counts(db: Connection, roster_id: UUID, *, since: int) -> Counts | None:
    """The roster's numbers, and the parties that were counted since this version of it."""
    row = await db.fetchrow(
        """
        SELECT version, attended_count, seats_taken, capacity - seats_taken AS free_count,
               concat_ws('.', seats_taken, waiting_count, party_count, latest_arrival) AS listed
        FROM rosters
        CROSS JOIN LATERAL (
            SELECT count(*) AS party_count, max(arrival) AS latest_arrival
            FROM registrations
            WHERE roster_id = rosters.id AND status NOT IN ('cancelled', 'expired') AND erased_at IS NULL
        ) AS parties
        WHERE id = $1
        """,
        roster_id,
    )
    if row is None:
        return None
    # Read after the version: what is counted in between comes twice rather than never.
    counted = await db.fetch(
        "SELECT id, attended_count FROM registrations WHERE roster_id = $1 AND counted_version > $2", roster_id, since
    )
    return Counts(
        version=row["version"],
        here_count=row["attended_count"],
        expected_count=row["seats_taken"],
        free_count=row["free_count"],
        listed=row["listed"],
        parties=many(counted, Counted),
    )


async def list_at_door(db: Connection, roster_id: UUID) -> list[Registration]:
    """All who come or may come, by name."""
    return many(
        await db.fetch(
            SELECT
            + """
            WHERE roster_id = $1 AND status NOT IN ('cancelled', 'expired') AND erased_at IS NULL
            ORDER BY lower(name), arrival
            """,
            roster_id,
        ),
        Registration,
    )
