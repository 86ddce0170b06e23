"""Who signed up for what, and what each was told last."""

from uuid import UUID

from services.notify.domain.facts import EventFacts
from services.notify.domain.participant import Participant
from shared.database import Connection, many, one


async def keep(db: Connection, participant: Participant) -> None:
    """Keep the newest we know of the registration, whatever the order in which we hear of it.

    A registration goes from waiting to confirmed to cancelled and never back. What it was told stays as it is.
    """
    await db.execute(
        """
        INSERT INTO participants
            (registration_id, event_id, roster_id, name, email, language, status, link, party_size, told)
        SELECT registration_id, event_id, roster_id, name, email, language, status, link, party_size, told
        FROM jsonb_populate_record(NULL::participants, $1)
        ON CONFLICT (registration_id) DO UPDATE
        SET name = excluded.name, email = excluded.email, language = excluded.language, status = excluded.status,
            link = excluded.link, party_size = excluded.party_size
        WHERE array_position(ARRAY['waiting', 'confirmed', 'cancelled'], excluded.status)
            >= array_position(ARRAY['waiting', 'confirmed', 'cancelled'], participants.status)
        """,
        participant,
    )


async def find(db: Connection, registration_id: UUID) -> Participant | None:
    row = await db.fetchrow(
        """
        SELECT registration_id, event_id, roster_id, name, email, language, status, link, party_size, told
        FROM participants
        WHERE registration_id = $1
        """,
        registration_id,
    )
    return one(row, Participant)


async def list_active(db: Connection, event_id: UUID) -> list[Participant]:
    """Those who have a place at the event or wait for one."""
    rows = await db.fetch(
        """
        SELECT registration_id, event_id, roster_id, name, email, language, status, link, party_size, told
        FROM participants
        WHERE event_id = $1 AND status <> 'cancelled'
        """,
        event_id,
    )
    return many(rows, Participant)


async def mark_told(db: Connection, registration_id: UUID, told: EventFacts) -> None:
    await db.execute("UPDATE participants SET told = $2 WHERE registration_id = $1", registration_id, told)


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
