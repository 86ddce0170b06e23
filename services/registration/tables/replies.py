"""The `replies` table."""

from collections.abc import Collection, Mapping
from uuid import UUID

import msgspec

from services.registration.domain.registration import Reply
from shared.database import Connection


async def find_many(db: Connection, roster_id: UUID, request_keys: Collection[str]) -> dict[str, Reply]:
    """What was answered to those of these requests that came before, by request key."""
    rows = await db.fetch(
        """
        SELECT request_key, registration_id, status, waiting_position
        FROM replies
        WHERE roster_id = $1 AND request_key = ANY($2)
        """,
        roster_id,
        list(request_keys),
    )
    return {row["request_key"]: msgspec.convert(row, Reply) for row in rows}


async def insert_many(db: Connection, roster_id: UUID, replies: Mapping[str, Reply]) -> None:
    await db.execute(
        """
        INSERT INTO replies (roster_id, request_key, registration_id, status, waiting_position)
        SELECT $1, keys.request_key, a.registration_id, a.status, a.waiting_position
        FROM unnest($2::text[]) WITH ORDINALITY AS keys (request_key, ordinality)
        JOIN jsonb_populate_recordset(NULL::replies, $3) WITH ORDINALITY AS a USING (ordinality)
        """,
        roster_id,
        list(replies.keys()),
        list(replies.values()),
    )


async def delete_of(db: Connection, registration_ids: Collection[UUID]) -> None:
    await db.execute("DELETE FROM replies WHERE registration_id = ANY($1)", list(registration_ids))
