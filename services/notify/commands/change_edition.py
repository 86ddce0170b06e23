from uuid import UUID

from msgspec.structs import replace

from services.notify.domain.edition import ChangedMeanwhile, EditionFields, check_edition
from services.notify.tables import editions
from shared.database import Connection


async def change_edition(db: Connection, edition_id: UUID, fields: EditionFields) -> None:
    """Say something else about an edition; the language it was first written in stays.

    Raises `Invalid`, `NotFound`, or `ChangedMeanwhile` when somebody else was faster.
    """
    check_edition(fields)
    edition = await editions.lock(db, edition_id)
    if not await editions.update(db, edition_id, replace(fields, language=edition.language)):
        raise ChangedMeanwhile
