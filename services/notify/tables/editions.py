"""Newsletter editions and their own words."""

from datetime import date, datetime
from uuid import UUID, uuid4

from services.notify.domain.edition import Edition, EditionFields, EditionState, EditionTextFields
from shared.database import Connection, many, one
from shared.problems import NotFound

SELECT = """
    SELECT e.id, e.number, e.slug, e.state, e.version, e.language, e.call_note, e.call_closes_on, e.called_at,
           e.reminded_at, e.takes_late, e.events, e.published_at, e.corrected_at,
           (
               SELECT jsonb_agg(to_jsonb(t) ORDER BY t.language <> e.language, t.language)
               FROM edition_texts AS t
               WHERE t.edition_id = e.id
           ) AS texts
    FROM editions AS e
"""


async def lock_next_number(db: Connection) -> int:
    """Nobody else takes it until the transaction ends."""
    await db.execute("LOCK TABLE editions IN SHARE ROW EXCLUSIVE MODE")
    number: int = await db.fetchval("SELECT coalesce(max(number), 0) + 1 FROM editions")
    return number


async def insert(db: Connection, fields: EditionFields, *, number: int, slug: str) -> UUID:
    edition_id = uuid4()
    await db.execute(
        """
        INSERT INTO editions (id, number, slug, language, call_note, call_closes_on, takes_late, events)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        edition_id,
        number,
        slug,
        fields.language,
        fields.call_note,
        fields.call_closes_on,
        fields.takes_late,
        fields.events,
    )
    await keep_text(db, edition_id, fields.language, fields)
    return edition_id


async def update(db: Connection, edition_id: UUID, fields: EditionFields) -> bool:
    """False when it has changed since the version that the fields name."""
    row = await db.fetchrow(
        """
        UPDATE editions
        SET version = version + 1, language = $3, call_note = $4, call_closes_on = $5, takes_late = $6, events = $7
        WHERE id = $1 AND version = $2
        RETURNING id
        """,
        edition_id,
        fields.version,
        fields.language,
        fields.call_note,
        fields.call_closes_on,
        fields.takes_late,
        fields.events,
    )
    if row is None:
        return False
    await keep_text(db, edition_id, fields.language, fields)
    return True


async def mark_changed(db: Connection, edition_id: UUID, *, version: int) -> bool:
    """False when it has changed since this version."""
    row = await db.fetchrow(
        "UPDATE editions SET version = version + 1 WHERE id = $1 AND version = $2 RETURNING id", edition_id, version
    )
    return row is not None


async def keep_text(db: Connection, edition_id: UUID, language: str, fields: EditionTextFields) -> None:
    await db.execute(
        """
        INSERT INTO edition_texts (edition_id, language, title, welcome, notices)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (edition_id, language) DO UPDATE
        SET title = excluded.title, welcome = excluded.welcome, notices = excluded.notices
        """,
        edition_id,
        language,
        fields.title,
        fields.welcome,
        fields.notices,
    )


async def delete_text(db: Connection, edition_id: UUID, language: str) -> None:
    await db.execute("DELETE FROM edition_texts WHERE edition_id = $1 AND language = $2", edition_id, language)


async def find(db: Connection, edition_id: UUID) -> Edition | None:
    return one(await db.fetchrow(SELECT + "WHERE e.id = $1", edition_id), Edition)


async def get(db: Connection, edition_id: UUID) -> Edition:
    """Raises `NotFound`."""
    found = await find(db, edition_id)
    if found is None:
        raise NotFound("edition")
    return found


async def get_by_slug(db: Connection, slug: str) -> Edition:
    """Raises `NotFound`."""
    found = one(await db.fetchrow(SELECT + "WHERE e.slug = $1", slug), Edition)
    if found is None:
        raise NotFound("edition")
    return found


async def lock(db: Connection, edition_id: UUID) -> Edition:
    """The edition, which nobody else changes until the transaction ends. Raises `NotFound`."""
    await db.execute("SELECT id FROM editions WHERE id = $1 FOR UPDATE", edition_id)
    return await get(db, edition_id)


async def lock_sending(db: Connection) -> list[Edition]:
    """Those that are being sent and that nobody else has in hand, until the transaction ends."""
    rows = await db.fetch(SELECT + "WHERE e.state = 'sending' ORDER BY e.number FOR UPDATE OF e SKIP LOCKED")
    return many(rows, Edition)


async def list_all(db: Connection) -> list[Edition]:
    """The newest first."""
    return many(await db.fetch(SELECT + "ORDER BY e.number DESC"), Edition)


async def list_closing(db: Connection, first: date, last: date, *, called_before: datetime) -> list[Edition]:
    """Those whose call closes on one of these days, and of which nobody was reminded yet."""
    rows = await db.fetch(
        SELECT
        + """
        WHERE e.state = 'preparing' AND e.reminded_at IS NULL
            AND e.call_closes_on BETWEEN $1 AND $2 AND e.called_at < $3
        """,
        first,
        last,
        called_before,
    )
    return many(rows, Edition)


async def mark_called(db: Connection, edition_id: UUID, *, now: datetime) -> None:
    await db.execute("UPDATE editions SET called_at = $2, version = version + 1 WHERE id = $1", edition_id, now)


async def mark_reminded(db: Connection, edition_id: UUID, *, now: datetime) -> None:
    await db.execute("UPDATE editions SET reminded_at = $2 WHERE id = $1", edition_id, now)


async def mark_published(db: Connection, edition_id: UUID, *, now: datetime) -> None:
    """It begins to be sent."""
    await db.execute(
        "UPDATE editions SET state = 'sending', published_at = $2, version = version + 1 WHERE id = $1",
        edition_id,
        now,
    )


async def mark_state(db: Connection, edition_id: UUID, state: EditionState) -> None:
    await db.execute("UPDATE editions SET state = $2, version = version + 1 WHERE id = $1", edition_id, state)


async def mark_corrected(db: Connection, edition_id: UUID, *, now: datetime) -> None:
    await db.execute("UPDATE editions SET corrected_at = $2 WHERE id = $1", edition_id, now)


async def delete(db: Connection, edition_id: UUID) -> None:
    await db.execute("DELETE FROM editions WHERE id = $1", edition_id)
