"""The `replies` table."""

from collections.abc import Collection, Mapping
from uuid import UUID

import msgspec

from services.registration.domain.admission import Answered
from services.registration.domain.registration import DateReply, Reply
from shared.database import Connection


async def find_many(db: Connection, roster_id: UUID, request_keys: Collection[str]) -> dict[str, Answered]:
    """What was answered to those of these requests that came before, by request key: best what was answered here."""
    rows = await db.fetch(
        """
        SELECT request_key, body_digest, registration_id, status, waiting_position, roster_id = $1 AS is_here
        FROM replies
        WHERE request_key = ANY($2)
        ORDER BY is_here
        """,
        roster_id,
        list(request_keys),
    )
    return {
        row["request_key"]: Answered(
            body_digest=row["body_digest"], reply=msgspec.convert(row, Reply) if row["is_here"] else None
        )
        for row in rows
    }


async def list_for_dates(db: Connection, request_key: str) -> list[tuple[str, DateReply]]:
    """What was answered for each date to a request that came before, and the digest of its body."""
    rows = await db.fetch(
        """
        SELECT body_digest, registration_id, status, waiting_position, starts_at AT TIME ZONE time_zone AS starts_at
        FROM replies
        JOIN rosters ON rosters.id = roster_id
        WHERE request_key = $1
        ORDER BY rosters.starts_at
        """,
        request_key,
    )
    return [(row["body_digest"], msgspec.convert(row, DateReply)) for row in rows]


async def insert_many(db: Connection, roster_id: UUID, answered: Mapping[str, Answered]) -> None:
    await db.execute(
        """
        INSERT INTO replies (roster_id, request_key, body_digest, registration_id, status, waiting_position)
        SELECT $1, keys.request_key, keys.body_digest, a.registration_id, a.status, a.waiting_position
        FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS keys (request_key, body_digest, ordinality)
        JOIN jsonb_populate_recordset(NULL::replies, $4) WITH ORDINALITY AS a USING (ordinality)
        """,
        roster_id,
        list(answered.keys()),
        [each.body_digest for each in answered.values()],
        [each.reply for each in answered.values()],
    )


async def delete_of(db: Connection, registration_ids: Collection[UUID]) -> None:
    await db.execute("DELETE FROM replies WHERE registration_id = ANY($1)", list(registration_ids))
