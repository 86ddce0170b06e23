"""Who signed up for what, and what each was told last."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from services.notify.domain.participant import Participant
from shared.database import Connection, many, one

SELECT = """
    SELECT registration_id, event_id, roster_id, name, email, language, status, link, party_size, waiting_position,
           held_until, booking_id, said_at, told
    FROM participants
"""


async def keep(db: Connection, participant: Participant) -> None:
    await db.execute(
        """
        INSERT INTO participants (registration_id, event_id, roster_id, name, email, language, status, link, party_size,
                                  waiting_position, held_until, booking_id, said_at, told)
        SELECT registration_id, event_id, roster_id, name, email, language, status, link, party_size,
               waiting_position, held_until, booking_id, said_at, told
        FROM jsonb_populate_record(NULL::participants, $1)
        ON CONFLICT (registration_id) DO UPDATE
        SET event_id = excluded.event_id, roster_id = excluded.roster_id, name = excluded.name, email = excluded.email,
            language = excluded.language, status = excluded.status, link = excluded.link,
            party_size = excluded.party_size, waiting_position = excluded.waiting_position,
            held_until = excluded.held_until, booking_id = excluded.booking_id, said_at = excluded.said_at,
            told = excluded.told
        """,
        participant,
    )


async def find(db: Connection, registration_id: UUID) -> Participant | None:
    return one(await db.fetchrow(SELECT + "WHERE registration_id = $1", registration_id), Participant)


async def lock(db: Connection, registration_id: UUID) -> Participant | None:
    """Until the transaction ends nobody notes what they were told."""
    return one(await db.fetchrow(SELECT + "WHERE registration_id = $1 FOR UPDATE", registration_id), Participant)


async def list_active(db: Connection, event_id: UUID) -> list[Participant]:
    """Those who have a place at the event, are offered one, or wait for one; nobody who may have been made up.

    Until the transaction ends they cannot be forgotten: mails to them would be left.
    """
    rows = await db.fetch(
        SELECT + "WHERE event_id = $1 AND status NOT IN ('pending', 'cancelled', 'expired') AND email <> '' FOR SHARE",
        event_id,
    )
    return many(rows, Participant)


async def list_to_remind(db: Connection, occurrence_id: UUID, *, since: datetime) -> list[Participant]:
    """Those who come on this date, and have heard nothing of it since; they cannot be forgotten, as above."""
    rows = await db.fetch(
        """
        SELECT registration_id, event_id, roster_id, name, email, language, status, link, party_size, waiting_position,
               held_until, booking_id, said_at, told
        FROM participants
        WHERE roster_id = $1 AND status = 'confirmed' AND email <> '' AND said_at <= $2 AND NOT EXISTS (
            SELECT FROM mails
            WHERE mails.registration_id = participants.registration_id AND kind = 'event_changed' AND sent_at > $2
        )
        FOR SHARE OF participants
        """,
        occurrence_id,
        since,
    )
    return many(rows, Participant)


async def list_of_booking(db: Connection, booking_id: UUID) -> list[Participant]:
    return many(await db.fetch(SELECT + "WHERE booking_id = $1", booking_id), Participant)


async def lock_many(db: Connection, registration_ids: Collection[UUID]) -> list[Participant]:
    """Those of these that we know, who cannot be forgotten until the transaction ends."""
    rows = await db.fetch(SELECT + "WHERE registration_id = ANY($1) FOR SHARE", list(registration_ids))
    return many(rows, Participant)


async def list_booked_with(db: Connection, registration_id: UUID) -> list[UUID]:
    """The registrations that the same person made in one go with this one, and itself."""
    rows = await db.fetch(
        """
        SELECT together.registration_id
        FROM participants AS together
        JOIN participants AS this USING (booking_id, email)
        WHERE this.registration_id = $1
        """,
        registration_id,
    )
    return [row["registration_id"] for row in rows]


async def delete_many(db: Connection, registration_ids: Collection[UUID]) -> None:
    await db.execute("DELETE FROM participants WHERE registration_id = ANY($1)", list(registration_ids))


async def forget_address(db: Connection, email: str) -> int:
    """Nobody with this address is known any more; how many were.

    The registrations stay: they may be another person's by now, of whom we only have not heard yet.
    """
    rows = await db.fetch(
        """
        UPDATE participants
        SET name = '', email = '', link = ''
        WHERE lower(email) = lower($1) AND email <> ''
        RETURNING registration_id
        """,
        email,
    )
    return len(rows)


async def list_dates(db: Connection, event_id: UUID) -> set[UUID]:
    """The occurrences of the event that somebody has signed up for."""
    rows = await db.fetch("SELECT DISTINCT roster_id FROM participants WHERE event_id = $1", event_id)
    return {row["roster_id"] for row in rows}


async def list_elsewhere(db: Connection, event_id: UUID, occurrence_ids: list[UUID]) -> dict[UUID, UUID]:
    """Of these occurrences those whose participants we have down for another event, and which."""
    rows = await db.fetch(
        "SELECT DISTINCT roster_id, event_id FROM participants WHERE roster_id = ANY($2) AND event_id <> $1",
        event_id,
        occurrence_ids,
    )
    return {row["roster_id"]: row["event_id"] for row in rows}


async def move(db: Connection, occurrence_ids: list[UUID], event_id: UUID) -> None:
    """Those who come on these dates now come to this event."""
    await db.execute("UPDATE participants SET event_id = $2 WHERE roster_id = ANY($1)", occurrence_ids, event_id)
