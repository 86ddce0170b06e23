"""The `rosters` table."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec.structs import replace

from services.registration.domain.roster import Roster
from services.registration.domain.sign_up_settings import SignUpSettings
from services.registration.tables import sign_up_settings
from shared.database import Connection, many, one
from shared.messages.event_details import Audience

SELECT = """
    SELECT id, event_id, organisation_id, starts_at, ends_at, time_zone, audience, wanted_capacity, capacity,
           seats_taken, waiting_count, version, closed_at, own_capacity, reserved_count, opens_at, closes_at, halted_at,
           attended_count, reminder_hours, asks_how_it_was
    FROM rosters
"""


class ChangedMeanwhileError(Exception):
    """A roster was to be stored that was not locked when it was read: a mistake of ours."""


async def get(db: Connection, roster_id: UUID) -> Roster | None:
    return one(await db.fetchrow(SELECT + "WHERE id = $1", roster_id), Roster)


async def list_many(db: Connection, roster_ids: Collection[UUID]) -> list[Roster]:
    """In the order of the dates."""
    return many(await db.fetch(SELECT + "WHERE id = ANY($1) ORDER BY starts_at, id", list(roster_ids)), Roster)


async def list_of_event(db: Connection, event_id: UUID) -> list[Roster]:
    return many(await db.fetch(SELECT + "WHERE event_id = $1 ORDER BY starts_at, id", event_id), Roster)


async def list_searched(
    db: Connection, organisation_id: UUID | None, *, words: str, limit: int, empty_dates_of_an_event: int
) -> list[Roster]:
    """Those of the organisation, or of all: to come first, the next of them on top; then the others, the latest first.

    Only those of events with `words` in the title. Of the many dates of a series all that somebody has signed up for,
    and the next few others.
    """
    return many(
        await db.fetch(
            """
            SELECT id, event_id, organisation_id, starts_at, ends_at, time_zone, audience, wanted_capacity, capacity,
                   seats_taken, waiting_count, version, closed_at, own_capacity, reserved_count, opens_at, closes_at,
                   halted_at, attended_count, reminder_hours, asks_how_it_was
            FROM rosters
            JOIN (
                SELECT id, row_number() OVER (PARTITION BY event_id, ends_at >= now() ORDER BY starts_at) AS place
                FROM rosters
                WHERE $1::uuid IS NULL OR organisation_id = $1
            ) AS own USING (id)
            WHERE (seats_taken > 0 OR waiting_count > 0 OR place <= $4)
              AND ($2 = '' OR EXISTS (
                  SELECT FROM copies
                  WHERE topic = 'events.event' AND copies.id = event_id
                    AND position(lower($2) IN lower(state ->> 'title')) > 0
              ))
            ORDER BY ends_at < now(), CASE WHEN ends_at >= now() THEN starts_at END, starts_at DESC, id
            LIMIT $3
            """,
            organisation_id,
            words,
            limit,
            empty_dates_of_an_event,
        ),
        Roster,
    )


async def lock(db: Connection, roster_id: UUID) -> Roster | None:
    """The roster, which nobody else can change until this transaction ends."""
    return one(await db.fetchrow(SELECT + "WHERE id = $1 FOR UPDATE", roster_id), Roster)


async def lock_open(
    db: Connection, event_id: UUID, wall_time: datetime | None, audiences: Collection[Audience], *, now: datetime
) -> list[tuple[Roster, SignUpSettings]]:
    """The event's rosters that are not closed or over, or the one that starts at this wall time, and what it asks.

    Only those that are for one of these audiences; nobody else can change them now.
    """
    rows = await db.fetch(
        """
        SELECT id, event_id, organisation_id, starts_at, ends_at, time_zone, audience, wanted_capacity, capacity,
               seats_taken, waiting_count, version, closed_at, own_capacity, reserved_count, opens_at, closes_at,
               halted_at, attended_count, reminder_hours, asks_how_it_was,
               (SELECT settings FROM sign_up_settings WHERE sign_up_settings.event_id = rosters.event_id) AS settings
        FROM rosters
        WHERE event_id = $1 AND closed_at IS NULL AND starts_at > $4
        AND ($2::timestamp IS NULL OR starts_at AT TIME ZONE time_zone = $2)
        AND audience = ANY($3)
        ORDER BY id
        FOR UPDATE
        """,
        event_id,
        wall_time,
        list(audiences),
        now,
    )
    return [(msgspec.convert(row, Roster), sign_up_settings.as_kept(row["settings"])) for row in rows]


async def lock_dates(
    db: Connection, event_id: UUID, wall_times: Collection[datetime] | None, *, now: datetime
) -> list[Roster]:
    """The event's rosters that start at these wall times, or with None all that are to come.

    In the order of their ids, so that two who lock several never wait for each other.
    """
    return many(
        await db.fetch(
            SELECT
            + """
            WHERE event_id = $1
            AND CASE
                WHEN $2::timestamp[] IS NULL THEN starts_at > $3
                ELSE starts_at AT TIME ZONE time_zone = ANY($2)
            END
            ORDER BY id
            FOR UPDATE
            """,
            event_id,
            None if wall_times is None else list(wall_times),
            now,
        ),
        Roster,
    )


async def lock_of_booking(db: Connection, booking_id: UUID) -> None:
    """Those of all that were signed up for in one go."""
    await db.execute(
        """
        SELECT id FROM rosters
        WHERE id IN (SELECT roster_id FROM registrations WHERE booking_id = $1)
        ORDER BY id
        FOR UPDATE
        """,
        booking_id,
    )


async def lock_all_of_event(db: Connection, event_id: UUID, occurrence_ids: list[UUID]) -> list[Roster]:
    """Those of the event and those of these occurrences, whose event may be another one yet.

    In the order of their ids, so that two who lock several never wait for each other.
    """
    return many(
        await db.fetch(SELECT + "WHERE event_id = $1 OR id = ANY($2) ORDER BY id FOR UPDATE", event_id, occurrence_ids),
        Roster,
    )


async def lock_many(db: Connection, roster_ids: Collection[UUID]) -> dict[UUID, Roster]:
    """These by id, locked in the order of their ids."""
    rows = await db.fetch(SELECT + "WHERE id = ANY($1) ORDER BY id FOR UPDATE", list(roster_ids))
    return {roster.id: roster for roster in many(rows, Roster)}


async def lock_free(db: Connection, roster_ids: Collection[UUID]) -> list[Roster]:
    """Those of these that nobody else has locked at the moment, locked."""
    rows = await db.fetch(SELECT + "WHERE id = ANY($1) ORDER BY id FOR UPDATE SKIP LOCKED", list(roster_ids))
    return many(rows, Roster)


async def lock_all_with(db: Connection, registration_ids: Collection[UUID]) -> None:
    """Let nobody else change the rosters that these registrations are on; in the order of their ids, as above."""
    await db.execute(
        """
        SELECT
        FROM rosters
        WHERE id IN (SELECT roster_id FROM registrations WHERE id = ANY($1))
        ORDER BY id
        FOR UPDATE
        """,
        list(registration_ids),
    )


async def lock_to_ask(db: Connection, *, since: datetime, until: datetime) -> list[Roster]:
    """Those that ended in this time, where those who came are to be asked how it was, and were not yet.

    Those that somebody else has locked are left for the next time.
    """
    rows = await db.fetch(
        SELECT
        + """
        WHERE asks_how_it_was AND asked_at IS NULL AND ends_at BETWEEN $1 AND $2
        ORDER BY id
        FOR UPDATE SKIP LOCKED
        """,
        since,
        until,
    )
    return many(rows, Roster)


async def mark_asked(db: Connection, roster_ids: Collection[UUID], *, now: datetime) -> None:
    await db.execute("UPDATE rosters SET asked_at = $2 WHERE id = ANY($1)", list(roster_ids), now)


async def keep(db: Connection, roster: Roster) -> Roster:
    """Store a new or changed roster; gives it back with its next version."""
    [kept] = await keep_many(db, [roster])
    return kept


async def keep_many(db: Connection, new_or_changed: list[Roster]) -> list[Roster]:
    """Store them; gives them back with their next versions."""
    rows = await db.fetch(
        """
        INSERT INTO rosters (id, event_id, organisation_id, starts_at, ends_at, time_zone, audience, wanted_capacity,
                             capacity, seats_taken, waiting_count, version, closed_at, own_capacity, reserved_count,
                             opens_at, closes_at, halted_at, attended_count, reminder_hours, asks_how_it_was)
        SELECT id, event_id, organisation_id, starts_at, ends_at, time_zone, audience, wanted_capacity,
               capacity, seats_taken, waiting_count, version + 1, closed_at, own_capacity, reserved_count,
               opens_at, closes_at, halted_at, attended_count, reminder_hours, asks_how_it_was
        FROM jsonb_populate_recordset(NULL::rosters, $1)
        ON CONFLICT (id) DO UPDATE
        SET event_id = excluded.event_id, organisation_id = excluded.organisation_id,
            starts_at = excluded.starts_at, ends_at = excluded.ends_at, time_zone = excluded.time_zone,
            audience = excluded.audience,
            wanted_capacity = excluded.wanted_capacity, capacity = excluded.capacity,
            seats_taken = excluded.seats_taken, waiting_count = excluded.waiting_count,
            version = excluded.version, closed_at = excluded.closed_at, own_capacity = excluded.own_capacity,
            reserved_count = excluded.reserved_count, opens_at = excluded.opens_at, closes_at = excluded.closes_at,
            halted_at = excluded.halted_at, attended_count = excluded.attended_count,
            reminder_hours = excluded.reminder_hours, asks_how_it_was = excluded.asks_how_it_was
        -- Whoever counted seats without the lock has counted wrong.
        WHERE rosters.version = excluded.version - 1
        RETURNING id
        """,
        new_or_changed,
    )
    if len(rows) != len(new_or_changed):
        raise ChangedMeanwhileError([roster.id for roster in new_or_changed])
    return [replace(roster, version=roster.version + 1) for roster in new_or_changed]
