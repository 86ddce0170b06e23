"""What partners have to say for some days."""

from datetime import date, datetime
from uuid import UUID

from services.events.domain.notice import Notice, NoticeFields
from shared.database import Connection, many, one
from shared.problems import NotFound


async def get(db: Connection, notice_id: UUID) -> Notice:
    """The notice. Raises `NotFound`."""
    row = await db.fetchrow(
        "SELECT id, organisation_id, text, language, valid_from, valid_until FROM notices WHERE id = $1", notice_id
    )
    found = one(row, Notice)
    if found is None:
        raise NotFound("notice")
    return found


async def list_of(db: Connection, organisation_id: UUID) -> list[Notice]:
    """All of the organisation's, the latest first."""
    rows = await db.fetch(
        """
        SELECT id, organisation_id, text, language, valid_from, valid_until
        FROM notices
        WHERE organisation_id = $1
        ORDER BY valid_until DESC, valid_from DESC, id
        LIMIT 200
        """,
        organisation_id,
    )
    return many(rows, Notice)


async def list_valid(db: Connection, *, today: date) -> dict[UUID, list[Notice]]:
    """What holds today, by organisation."""
    rows = await db.fetch(
        """
        SELECT id, organisation_id, text, language, valid_from, valid_until
        FROM notices
        WHERE $1 BETWEEN valid_from AND valid_until
        ORDER BY valid_from DESC, id
        """,
        today,
    )
    found: dict[UUID, list[Notice]] = {}
    for notice in many(rows, Notice):
        found.setdefault(notice.organisation_id, []).append(notice)
    return found


async def insert(
    db: Connection,
    fields: NoticeFields,
    *,
    notice_id: UUID,
    organisation_id: UUID,
    changed_at: datetime,
    request_key: UUID | None,
) -> UUID:
    """The id of the new notice, or of the one that this very form made already."""
    inserted: UUID | None = await db.fetchval(
        """
        INSERT INTO notices (id, organisation_id, changed_at, request_key, text, language, valid_from, valid_until)
        SELECT $1, $2, $3, $4, f.text, f.language, f.valid_from, f.valid_until
        FROM jsonb_to_record($5) AS f (text text, language text, valid_from date, valid_until date)
        ON CONFLICT (request_key) DO NOTHING
        RETURNING id
        """,
        notice_id,
        organisation_id,
        changed_at,
        request_key,
        fields,
    )
    return inserted or await db.fetchval("SELECT id FROM notices WHERE request_key = $1", request_key)


async def update(db: Connection, notice_id: UUID, fields: NoticeFields, *, changed_at: datetime) -> None:
    await db.execute(
        """
        UPDATE notices AS n
        SET changed_at = $2, text = f.text, language = f.language,
            valid_from = f.valid_from, valid_until = f.valid_until
        FROM jsonb_to_record($3) AS f (text text, language text, valid_from date, valid_until date)
        WHERE n.id = $1
        """,
        notice_id,
        changed_at,
        fields,
    )


async def delete(db: Connection, notice_id: UUID) -> None:
    await db.execute("DELETE FROM notices WHERE id = $1", notice_id)
