from uuid import UUID

from services.notify.domain.edition import HasContributions, check_preparing
from services.notify.tables import contributions, editions
from shared.database import Connection


async def delete_edition(db: Connection, edition_id: UUID) -> None:
    """Give up an edition to which nobody has given anything yet. Raises `AlreadyPublished`, `HasContributions`."""
    check_preparing(await editions.lock(db, edition_id))
    if await contributions.list_of_edition(db, edition_id):
        raise HasContributions
    await editions.delete(db, edition_id)
