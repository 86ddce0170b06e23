"""Mails that came back to us and that an operator may want to see."""

from collections.abc import Collection
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from services.notify.domain.received import NewReceived, Reason, ReceivedMail, ReceivedSearch
from shared.database import Connection, many, one

SELECT = """
    SELECT id, received_at, reason, sender, returns_to, subject_line, mail_id, registration_id
    FROM received_mails
"""


async def insert(db: Connection, received: NewReceived, content: bytes) -> None:
    """Once, also when the mail server has not heard our yes and hands it over again."""
    await db.execute(
        """
        INSERT INTO received_mails (reason, sender, returns_to, subject_line, mail_id, registration_id, content, digest)
        SELECT reason, sender, returns_to, subject_line, mail_id, registration_id, $2, $3
        FROM jsonb_populate_record(NULL::received_mails, $1)
        ON CONFLICT DO NOTHING
        """,
        received,
        content,
        sha256(content).digest(),
    )


async def list_newest(db: Connection, search: ReceivedSearch, *, limit: int) -> list[ReceivedMail]:
    rows = await db.fetch(
        SELECT
        + """
        WHERE ($1::text IS NULL OR reason = $1) AND ($2::uuid IS NULL OR id < $2)
        ORDER BY id DESC
        LIMIT $3
        """,
        search.reason,
        search.cursor,
        limit,
    )
    return many(rows, ReceivedMail)


async def count_by_reason(db: Connection) -> dict[Reason, int]:
    rows = await db.fetch("SELECT reason, count(*) FROM received_mails GROUP BY reason")
    return {Reason(row["reason"]): row["count"] for row in rows}


async def count_about(db: Connection, about: UUID | None) -> int:
    """How many are kept about this registration or this mail."""
    return int(
        await db.fetchval("SELECT count(*) FROM received_mails WHERE coalesce(registration_id, mail_id) = $1", about)
    )


async def find(db: Connection, received_id: UUID) -> ReceivedMail | None:
    return one(await db.fetchrow(SELECT + "WHERE id = $1", received_id), ReceivedMail)


async def find_content(db: Connection, received_id: UUID) -> bytes | None:
    content: bytes | None = await db.fetchval("SELECT content FROM received_mails WHERE id = $1", received_id)
    return content


async def forget(db: Connection, registration_ids: Collection[UUID] = (), *, address_key: str = "") -> None:
    """Those about these registrations, those from this address, and those about mails whose readers are forgotten."""
    await db.execute(
        """
        DELETE FROM received_mails
        WHERE registration_id = ANY($1)
            OR ($2 <> '' AND $2 IN (sender, returns_to))
            OR EXISTS (SELECT FROM mails WHERE mails.id = mail_id AND address_key = '')
        """,
        list(registration_ids),
        address_key,
    )


async def delete_before(db: Connection, moment: datetime) -> None:
    await db.execute("DELETE FROM received_mails WHERE received_at < $1", moment)
