from services.notify.domain.contribution import Contribution
from services.notify.tables import contributions, editions
from shared.database import Connection


async def delete_contribution(db: Connection, contribution: Contribution) -> None:
    """Take it back with its pictures."""
    await editions.lock(db, contribution.edition_id)
    await contributions.delete(db, contribution.id)
    rest = await contributions.list_of_edition(db, contribution.edition_id)
    await contributions.put_in_order(db, [each.id for each in rest])
