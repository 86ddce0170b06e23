"""Titles and descriptions in other languages than the original."""

from uuid import UUID

from services.events.domain.texts import TextFields
from shared.database import Connection
from shared.problems import NotFound


async def keep(db: Connection, event_id: UUID, language: str, fields: TextFields) -> None:
    """Store the text in this language as made from the original as it is now."""
    await db.execute(
        """
        INSERT INTO event_texts (event_id, language, title, description, original_digest)
        SELECT id, $2, $3, $4, md5(title || chr(10) || description) FROM events WHERE id = $1
        ON CONFLICT (event_id, language) DO UPDATE
        SET title = excluded.title, description = excluded.description, original_digest = excluded.original_digest
        """,
        event_id,
        language,
        fields.title,
        fields.description,
    )


async def delete(db: Connection, event_id: UUID, language: str) -> None:
    """Raises `NotFound`."""
    deleted = await db.execute("DELETE FROM event_texts WHERE event_id = $1 AND language = $2", event_id, language)
    if deleted == "DELETE 0":
        raise NotFound("text")


async def copy(db: Connection, *, from_event_id: UUID, to_event_id: UUID) -> None:
    await db.execute(
        """
        INSERT INTO event_texts (event_id, language, title, description, original_digest)
        SELECT $2, language, title, description, original_digest FROM event_texts WHERE event_id = $1
        """,
        from_event_id,
        to_event_id,
    )
