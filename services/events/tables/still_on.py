"""Which dates were asked about, and which were confirmed."""

from datetime import datetime
from uuid import UUID

from services.events.domain.still_on import DateToAsk, Question
from shared.database import Connection, many, one


async def list_to_ask(
    db: Connection, *, after: datetime, before: datetime, asked_since: datetime, looked_at_since: datetime, limit: int
) -> list[DateToAsk]:
    """Of each event its first date in between, unless somebody was asked, confirmed or changed it since then."""
    rows = await db.fetch(
        """
        SELECT DISTINCT ON (e.id) e.id AS event_id, e.organisation_id, o.id AS occurrence_id, o.starts_at
        FROM events AS e
        JOIN occurrences AS o ON o.event_id = e.id
        WHERE e.status = 'published' AND o.status = 'confirmed' AND o.starts_at > $1 AND o.starts_at < $2
            AND NOT EXISTS (
                SELECT
                FROM still_on_questions AS q
                WHERE q.event_id = e.id AND (q.asked_at > $3 OR q.answered_at > $4)
                    OR q.occurrence_id = o.id AND q.starts_at = o.starts_at
            )
            AND NOT EXISTS (
                SELECT
                FROM audit_entries AS a
                WHERE a.event_id = e.id AND a.changed_at > $4 AND (
                    a.actor_id = e.organisation_id
                    OR a.actor_id IN (SELECT m.id FROM members AS m WHERE m.organisation_id = e.organisation_id)
                )
            )
        ORDER BY e.id, o.starts_at
        LIMIT $5
        """,
        after,
        before,
        asked_since,
        looked_at_since,
        limit,
    )
    return many(rows, DateToAsk)


async def insert(db: Connection, date: DateToAsk, *, digest: str, asked_at: datetime) -> bool:
    """Whether nobody has asked about this date before."""
    status = await db.execute(
        """
        INSERT INTO still_on_questions (digest, event_id, occurrence_id, starts_at, asked_at)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (occurrence_id, starts_at) DO NOTHING
        """,
        digest,
        date.event_id,
        date.occurrence_id,
        date.starts_at,
        asked_at,
    )
    return bool(status == "INSERT 0 1")


async def find_open(db: Connection, digest: str, *, now: datetime) -> Question | None:
    """What was asked with this link, as long as the date is ahead and takes place when it did then."""
    row = await db.fetchrow(
        """
        SELECT o.event_id, o.id AS occurrence_id, q.answered_at
        FROM still_on_questions AS q
        JOIN occurrences AS o ON o.id = q.occurrence_id AND o.starts_at = q.starts_at
        JOIN events AS e ON e.id = o.event_id
        WHERE q.digest = $1 AND o.starts_at > $2 AND o.status = 'confirmed' AND e.status = 'published'
        """,
        digest,
        now,
    )
    return one(row, Question)


async def mark_answered(db: Connection, digest: str, *, answered_at: datetime) -> None:
    """The first answer stays."""
    await db.execute(
        "UPDATE still_on_questions SET answered_at = $2 WHERE digest = $1 AND answered_at IS NULL", digest, answered_at
    )


async def list_confirmed(db: Connection, event_id: UUID) -> dict[UUID, datetime]:
    """When which dates of the event were confirmed, as they are now."""
    rows = await db.fetch(
        """
        SELECT o.id, q.answered_at
        FROM occurrences AS o
        JOIN still_on_questions AS q ON q.occurrence_id = o.id AND q.starts_at = o.starts_at
        WHERE o.event_id = $1 AND q.answered_at IS NOT NULL
        """,
        event_id,
    )
    return {row["id"]: row["answered_at"] for row in rows}
