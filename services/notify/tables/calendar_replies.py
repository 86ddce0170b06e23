"""What people's calendars have answered last."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from services.notify.domain.calendar_reply import CalendarReply
from shared.database import Connection


async def keep_newer(db: Connection, registration_id: UUID, reply: CalendarReply, *, now: datetime) -> bool:
    """Whether it is another than we knew, and not older: by its SEQUENCE, then by its DTSTAMP (RFC 5546, 2.1.5)."""
    said_at = min(reply.said_at or now, now)
    done = await db.execute(
        """
        INSERT INTO calendar_replies (registration_id, answer, sequence, said_at)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (registration_id) DO UPDATE
        SET answer = excluded.answer, sequence = excluded.sequence, said_at = excluded.said_at
        -- Of two of the same second, the one that comes later.
        WHERE (calendar_replies.sequence, calendar_replies.said_at) <= (excluded.sequence, excluded.said_at)
            AND calendar_replies IS DISTINCT FROM excluded
        """,
        registration_id,
        reply.answer,
        reply.sequence,
        said_at,
    )
    return done.endswith("1")


async def delete_many(db: Connection, registration_ids: Collection[UUID]) -> None:
    await db.execute("DELETE FROM calendar_replies WHERE registration_id = ANY($1)", list(registration_ids))
