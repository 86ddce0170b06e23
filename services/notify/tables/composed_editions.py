"""Editions as their readers got them, and as the web shows them since they were put right."""

from uuid import UUID

import msgspec

from services.notify.domain.composed_edition import ComposedEdition, PublishedEdition
from shared.database import Connection, many


async def insert(db: Connection, composed: ComposedEdition) -> None:
    await db.execute(
        "INSERT INTO composed_editions (edition_id, language, sent) VALUES ($1, $2, $3)",
        composed.id,
        composed.language,
        composed,
    )


async def keep_corrected(db: Connection, composed: ComposedEdition) -> None:
    await db.execute(
        "UPDATE composed_editions SET corrected = $3 WHERE edition_id = $1 AND language = $2",
        composed.id,
        composed.language,
        composed,
    )


async def find_sent(db: Connection, edition_id: UUID, language: str) -> ComposedEdition | None:
    """As it was when it began to be sent; None before."""
    content = await db.fetchval(
        "SELECT sent FROM composed_editions WHERE edition_id = $1 AND language = $2", edition_id, language
    )
    return None if content is None else msgspec.convert(content, ComposedEdition)


async def find_shown(db: Connection, edition_id: UUID, language: str) -> ComposedEdition | None:
    """As the web shows it; None before it began to be sent."""
    content = await db.fetchval(
        "SELECT coalesce(corrected, sent) FROM composed_editions WHERE edition_id = $1 AND language = $2",
        edition_id,
        language,
    )
    return None if content is None else msgspec.convert(content, ComposedEdition)


async def list_published(db: Connection, language: str) -> list[PublishedEdition]:
    """All that began to be sent, the newest first."""
    rows = await db.fetch(
        """
        SELECT e.id, e.number, e.slug, e.published_at, e.corrected_at, coalesce(c.corrected, c.sent) -> 'text' AS text
        FROM editions AS e
        JOIN composed_editions AS c ON c.edition_id = e.id AND c.language = $1
        ORDER BY e.published_at DESC, e.number DESC
        """,
        language,
    )
    return many(rows, PublishedEdition)
