from services.notify.domain.contribution import Contribution
from services.notify.tables import contributions, editions
from shared.database import Connection
from shared.ordering import order_with


async def move_contribution(db: Connection, contribution: Contribution, *, position: int) -> None:
    """Show it at another place among those of its edition; the first is 1."""
    await editions.lock(db, contribution.edition_id)
    present = [each.id for each in await contributions.list_of_edition(db, contribution.edition_id)]
    await contributions.put_in_order(db, order_with(present, contribution.id, position=position))
