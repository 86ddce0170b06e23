"""The `announcements` table."""

from uuid import UUID

from services.registration.domain.announcement import Addressee, Announcement
from shared.database import Connection, many, one

SELECT = """
    SELECT id, event_id, organisation_id, roster_id, said_to, subject_line, text, sender_name, mail_count,
           unreached_count, said_at
    FROM announcements
"""


async def insert(db: Connection, announcement: Announcement, *, request_key: str) -> bool:
    """False if there is one of this key already; waits for a transaction that is just making it."""
    return bool(
        await db.fetchval(
            """
            INSERT INTO announcements (id, event_id, organisation_id, roster_id, said_to, subject_line, text,
                                       sender_name, mail_count, unreached_count, said_at, request_key)
            SELECT id, event_id, organisation_id, roster_id, said_to, subject_line, text,
                   sender_name, mail_count, unreached_count, said_at, $2
            FROM jsonb_populate_record(NULL::announcements, $1)
            ON CONFLICT (event_id, request_key) DO NOTHING
            RETURNING true
            """,
            announcement,
            request_key,
        )
    )


async def find(db: Connection, event_id: UUID, *, request_key: str) -> Announcement | None:
    return one(
        await db.fetchrow(SELECT + "WHERE event_id = $1 AND request_key = $2", event_id, request_key), Announcement
    )


async def list_of_event(db: Connection, event_id: UUID) -> list[Announcement]:
    """The newest first."""
    return many(await db.fetch(SELECT + "WHERE event_id = $1 ORDER BY said_at DESC", event_id), Announcement)


async def list_addressees(db: Connection, event_id: UUID) -> list[Addressee]:
    """All who can be told something, on any date of the event, in the order of arrival."""
    rows = await db.fetch(
        """
        SELECT id AS registration_id, roster_id, address_key, name, phone, status, email <> '' AS has_mail
        FROM registrations
        WHERE event_id = $1 AND status NOT IN ('pending', 'cancelled', 'expired') AND erased_at IS NULL
        ORDER BY arrival
        """,
        event_id,
    )
    return many(rows, Addressee)
