from uuid import UUID

from services.notify.domain.edition import ChangedMeanwhile, EditionTranslation
from services.notify.tables import editions
from shared.database import Connection


async def keep_edition_text(db: Connection, edition_id: UUID, language: str, fields: EditionTranslation) -> None:
    """Say the edition's own words in one more language, or in other words.

    Raises `ChangedMeanwhile` when the edition is no longer as it was read.
    """
    if not await editions.mark_changed(db, edition_id, version=fields.version):
        raise ChangedMeanwhile
    await editions.keep_text(db, edition_id, language, fields)
