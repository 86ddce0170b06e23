"""The `registrations` table."""

from collections.abc import Collection, Mapping
from datetime import datetime
from operator import attrgetter
from uuid import UUID

from services.registration.domain.person import Person
from services.registration.domain.registration import Registration
from shared.database import Connection, many, one

SELECT = """
    SELECT id, arrival, roster_id, event_id, name, email, phone, party_size, language, status, registered_at,
           consent_at, cancelled_at, smallest_party, offered_size, held_until, attendees, answers, notice_version,
           organisation_id, booking_id, attended_count, cancel_reason, erased_at, consent_kind,
           bounced_at, bounce_reason
    FROM registrations
"""
ARRIVALS_BY_DAY = """
    SELECT (registered_at AT TIME ZONE $2)::date AS day, count(*)
    FROM registrations
    WHERE registered_at >= $1
    GROUP BY day
"""
# What becomes of one, and the number it gets; a new one has all the rest.
LATER = {"arrival", "cancelled_at", "attended_count", "cancel_reason", "erased_at", "bounced_at", "bounce_reason"}
NEW = (*(name for name in Registration.__struct_fields__ if name not in LATER), "address_key")


async def find(db: Connection, registration_id: UUID) -> Registration | None:
    return one(await db.fetchrow(SELECT + "WHERE id = $1", registration_id), Registration)


async def find_by_link(db: Connection, digest: str) -> Registration | None:
    """The registration that a link with this token's digest opens."""
    return one(
        await db.fetchrow(
            SELECT + "JOIN access_links ON registration_id = id WHERE digest = $1",
            digest,
        ),
        Registration,
    )


async def find_active(db: Connection, roster_id: UUID, address_keys: Collection[str]) -> dict[str, Registration]:
    """Those of these addresses that are on the roster, by address key."""
    rows = await db.fetch(
        SELECT
        + """
        WHERE roster_id = $1 AND address_key = ANY($2) AND status NOT IN ('cancelled', 'expired') AND erased_at IS NULL
        """,
        roster_id,
        list(address_keys),
    )
    return {registration.address_key: registration for registration in many(rows, Registration)}


async def list_waiting(db: Connection, roster_id: UUID, *, places: int | None) -> list[Registration]:
    """The waiting list in its order, without the parties that want more places than these even as few as they may."""
    return many(
        await db.fetch(
            SELECT
            + """
            WHERE roster_id = $1 AND status = 'waiting'
            AND ($2::integer IS NULL OR coalesce(smallest_party, party_size) <= $2)
            ORDER BY arrival
            """,
            roster_id,
            places,
        ),
        Registration,
    )


async def find_rosters_due(db: Connection, now: datetime, *, limit: int) -> set[UUID]:
    """The rosters on which places were held until now at most, those that ended first on top."""
    rows = await db.fetch(
        "SELECT roster_id FROM registrations WHERE held_until <= $1 ORDER BY held_until LIMIT $2", now, limit
    )
    return {row["roster_id"] for row in rows}


async def list_due(db: Connection, roster_id: UUID, now: datetime) -> list[Registration]:
    """Those on this roster whose places were held until now at most."""
    return many(
        await db.fetch(SELECT + "WHERE roster_id = $1 AND held_until <= $2 ORDER BY arrival", roster_id, now),
        Registration,
    )


async def list_held_beyond(db: Connection, moments: Mapping[UUID, datetime]) -> list[Registration]:
    """Those whose places are held for longer than until the moment of their roster."""
    return many(
        await db.fetch(
            SELECT
            + """
            JOIN unnest($1::uuid[], $2::timestamptz[]) AS moments (roster_id, moment) USING (roster_id)
            WHERE held_until > moment
            ORDER BY arrival
            """,
            list(moments.keys()),
            list(moments.values()),
        ),
        Registration,
    )


async def list_outlived(db: Connection, *, now: datetime, usual_keep_days: int, limit: int) -> list[UUID]:
    """Those whose date was over more days ago than its organiser keeps names for, the oldest first."""
    rows = await db.fetch(
        """
        SELECT registrations.id
        FROM registrations
        JOIN rosters ON rosters.id = roster_id
        LEFT JOIN sign_up_settings ON sign_up_settings.event_id = registrations.event_id
        WHERE erased_at IS NULL
        AND ends_at < $1::timestamptz - make_interval(days => coalesce((settings ->> 'keep_days')::integer, $2))
        ORDER BY ends_at, registrations.id
        LIMIT $3
        """,
        now,
        usual_keep_days,
        limit,
    )
    return [row["id"] for row in rows]


async def waiting_positions(db: Connection, registration_ids: Collection[UUID]) -> dict[UUID, int]:
    """The place on the waiting list, from 1 on, of those who are on it."""
    rows = await db.fetch(
        """
        SELECT mine.id, (
            SELECT count(*)
            FROM registrations AS before
            WHERE before.roster_id = mine.roster_id AND before.status = 'waiting' AND before.arrival <= mine.arrival
        ) AS position
        FROM registrations AS mine
        WHERE mine.id = ANY($1) AND mine.status = 'waiting'
        """,
        list(registration_ids),
    )
    return {row["id"]: row["position"] for row in rows}


async def insert_many(db: Connection, registrations: list[Registration]) -> None:
    """Store new ones; the order of the list becomes the order of arrival."""
    await db.copy_records_to_table("registrations", columns=NEW, records=map(attrgetter(*NEW), registrations))


async def keep(db: Connection, changed: Registration) -> None:
    await keep_many(db, [changed])


async def keep_many(db: Connection, changed: list[Registration]) -> None:
    """Store what is different; their rosters must be locked."""
    await db.execute(
        """
        UPDATE registrations
        SET roster_id = r.roster_id, event_id = r.event_id, name = r.name, email = r.email,
            address_key = k.address_key, phone = r.phone, party_size = r.party_size, language = r.language,
            status = r.status, consent_at = r.consent_at, cancelled_at = r.cancelled_at,
            smallest_party = r.smallest_party, offered_size = r.offered_size, held_until = r.held_until,
            attendees = r.attendees, answers = r.answers, notice_version = r.notice_version,
            booking_id = r.booking_id, cancel_reason = r.cancel_reason,
            -- What bounced is the address they had.
            bounced_at = CASE WHEN registrations.email = r.email THEN registrations.bounced_at END,
            bounce_reason = CASE WHEN registrations.email = r.email THEN registrations.bounce_reason ELSE '' END
        FROM jsonb_populate_recordset(NULL::registrations, $1) WITH ORDINALITY AS r
        JOIN unnest($2::text[]) WITH ORDINALITY AS k (address_key, ordinality) USING (ordinality)
        WHERE registrations.id = r.id
        """,
        changed,
        [registration.address_key for registration in changed],
    )


async def mark_passed_on(db: Connection, registration_id: UUID, *, now: datetime) -> None:
    await db.execute("UPDATE registrations SET passed_on_at = $2 WHERE id = $1", registration_id, now)


async def mark_bounced(db: Connection, registration_id: UUID, *, reason: str, bounced_at: datetime) -> None:
    """Unless it is somebody else's since then."""
    await db.execute(
        """
        UPDATE registrations
        SET bounced_at = $3, bounce_reason = $2
        WHERE id = $1 AND erased_at IS NULL AND email <> '' AND (passed_on_at IS NULL OR passed_on_at < $3)
        """,
        registration_id,
        reason,
        bounced_at,
    )


async def mark_reached(db: Connection, registration_id: UUID, *, now: datetime) -> None:
    """A mail went to the address again, after it had bounced."""
    await db.execute(
        "UPDATE registrations SET bounced_at = NULL, bounce_reason = '' WHERE id = $1 AND bounced_at < $2",
        registration_id,
        now,
    )


async def move(db: Connection, roster_ids: Collection[UUID], event_id: UUID) -> None:
    """Those on these rosters now come to this event."""
    await db.execute("UPDATE registrations SET event_id = $2 WHERE roster_id = ANY($1)", list(roster_ids), event_id)


async def list_of_person(db: Connection, person: Person) -> list[Registration]:
    """All that is theirs, in the order of the rosters' ids, in which several are locked."""
    return many(
        await db.fetch(
            SELECT
            + """
            WHERE address_key = $1 AND erased_at IS NULL
                AND CASE WHEN $2::uuid IS NULL THEN email NOT LIKE '%+%' ELSE booking_id = $2 END
            ORDER BY roster_id, arrival
            """,
            person.address_key,
            person.booking_id,
        ),
        Registration,
    )


async def erase(db: Connection, registration_ids: Collection[UUID], *, now: datetime) -> list[UUID]:
    """Forget whose they were; the ids of those of which we knew it. The counts stay."""
    rows = await db.fetch(
        """
        UPDATE registrations
        SET name = '', email = '', phone = '', address_key = id::text, attendees = '{}', answers = '{}',
            cancel_reason = '', bounced_at = NULL, bounce_reason = '', erased_at = $2
        WHERE id = ANY($1) AND erased_at IS NULL
        RETURNING id
        """,
        list(registration_ids),
        now,
    )
    return [row["id"] for row in rows]
