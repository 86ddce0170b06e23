from datetime import datetime
from uuid import UUID

from msgspec.structs import replace

from services.notify.commands.compose_edition import compose_anew
from services.notify.domain.edition import NotPublished
from services.notify.tables import composed_editions, editions
from shared.database import Connection
from shared.translations import LANGUAGE_CODES


async def correct_edition(db: Connection, edition_id: UUID, *, now: datetime) -> None:
    """Show on the web what the editors say by now, with a mark; the events stay those that were mailed.

    Raises `NotPublished`.
    """
    edition = await editions.lock(db, edition_id)
    if edition.is_preparing:
        raise NotPublished
    await editions.mark_corrected(db, edition_id, now=now)
    corrected = replace(edition, corrected_at=now)
    for language in LANGUAGE_CODES:
        sent = await composed_editions.find_sent(db, edition_id, language)
        if sent:
            composed = await compose_anew(db, corrected, language)
            await composed_editions.keep_corrected(db, replace(composed, events=sent.events))
