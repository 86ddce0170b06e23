"""Editions as their readers got them, and as the web shows them since they were put right."""

from uuid import UUID

import msgspec

from services.notify.domain.composed_edition import ComposedEdition
from shared.database import Connection


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
