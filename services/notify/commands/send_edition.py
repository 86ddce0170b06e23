"""An edition begins to be sent to its readers."""

from datetime import datetime
from uuid import UUID

from services.notify.commands.compose_edition import compose_anew
from services.notify.domain.edition import check_preparing
from services.notify.tables import composed_editions, editions
from shared.database import Connection
from shared.translations import LANGUAGE_CODES


async def send_edition(db: Connection, edition_id: UUID, *, now: datetime) -> None:
    """What readers of each language get stays as it is now; `queue_editions` goes on. Raises `AlreadyPublished`."""
    check_preparing(await editions.lock(db, edition_id))
    await editions.mark_published(db, edition_id, now=now)
    published = await editions.get(db, edition_id)
    for language in LANGUAGE_CODES:
        await composed_editions.insert(db, await compose_anew(db, published, language))
