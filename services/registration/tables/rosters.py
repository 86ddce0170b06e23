"""The `rosters` table."""

from datetime import datetime
from uuid import UUID

from msgspec.structs import replace

from services.registration.domain.roster import Roster
from shared.database import Connection, many, one

SELECT = """
    SELECT id, event_id, organisation_id, starts_at, ends_at, time_zone, wanted_capacity, capacity,
           seats_taken, waiting_count, version, closed_at
    FROM rosters
"""


class ChangedMeanwhileError(Exception):
    """A roster was to be stored that was not locked when it was read: a mistake of ours."""


async def get(db: Connection, roster_id: UUID) -> Roster | None:
    return one(await db.fetchrow(SELECT + "WHERE id = $1", roster_id), Roster)


async def list_of_event(db: Connection, event_id: UUID) -> list[Roster]:
    return many(await db.fetch(SELECT + "WHERE event_id = $1 ORDER BY starts_at, id", event_id), Roster)


async def list_of_organisation(db: Connection, organisation_id: UUID, *, limit: int) -> list[Roster]:
    """Those to come first, the next of them on top; then those that are over, the latest first."""
    return many(
        await db.fetch(
            SELECT
            + """
            WHERE organisation_id = $1
            ORDER BY ends_at < now(), CASE WHEN ends_at >= now() THEN starts_at END, starts_at DESC, id
            LIMIT $2
            """,
            organisation_id,
            limit,
        ),
        Roster,
    )


async def lock(db: Connection, roster_id: UUID) -> Roster | None:
    """The roster, which nobody else can change until this transaction ends."""
    return one(await db.fetchrow(SELECT + "WHERE id = $1 FOR UPDATE", roster_id), Roster)


async def lock_open(db: Connection, event_id: UUID, wall_time: datetime | None) -> list[Roster]:
    """The open rosters of the event, or the one that starts at this wall time; nobody else can change them now."""
    return many(
        await db.fetch(
            SELECT
            + """
            WHERE event_id = $1 AND closed_at IS NULL
            AND ($2::timestamp IS NULL OR starts_at AT TIME ZONE time_zone = $2)
            ORDER BY id
            FOR UPDATE
            """,
            event_id,
            wall_time,
        ),
        Roster,
    )


async def lock_all_of_event(db: Connection, event_id: UUID) -> list[Roster]:
    """In the order of their ids, so that two who lock several never wait for each other."""
    return many(await db.fetch(SELECT + "WHERE event_id = $1 ORDER BY id FOR UPDATE", event_id), Roster)


async def keep(db: Connection, roster: Roster) -> Roster:
    """Store a new or changed roster; gives it back with its next version."""
    version = await db.fetchval(
        """
        INSERT INTO rosters (id, event_id, organisation_id, starts_at, ends_at, time_zone, wanted_capacity,
                             capacity, seats_taken, waiting_count, version, closed_at)
        SELECT id, event_id, organisation_id, starts_at, ends_at, time_zone, wanted_capacity,
               capacity, seats_taken, waiting_count, version + 1, closed_at
        FROM jsonb_populate_record(NULL::rosters, $1)
        ON CONFLICT (id) DO UPDATE
        SET event_id = excluded.event_id, organisation_id = excluded.organisation_id,
            starts_at = excluded.starts_at, ends_at = excluded.ends_at, time_zone = excluded.time_zone,
            wanted_capacity = excluded.wanted_capacity, capacity = excluded.capacity,
            seats_taken = excluded.seats_taken, waiting_count = excluded.waiting_count,
            version = excluded.version, closed_at = excluded.closed_at
        -- Whoever counted seats without the lock has counted wrong.
        WHERE rosters.version = excluded.version - 1
        RETURNING version
        """,
        roster,
    )
    if version is None:
        raise ChangedMeanwhileError(roster.id)
    return replace(roster, version=version)
