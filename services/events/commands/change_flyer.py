from services.events.commands.attaching import tell
from services.events.domain.attachments import FlyerFields, StoredFlyer
from services.events.tables import flyers, pictures
from shared.database import Connection
from shared.ordering import order_with


async def change_flyer(db: Connection, flyer: StoredFlyer, fields: FlyerFields, *, base_url: str) -> StoredFlyer:
    """Give a flyer another title, or another place among the others."""
    await pictures.lock_owner(db, flyer.owner)
    await flyers.update(db, flyer.id, fields)
    present = await flyers.list_of(db, flyer.owner)
    await flyers.put_in_order(db, order_with([each.id for each in present], flyer.id, position=fields.position))
    await tell(db, flyer.owner, base_url=base_url)
    return await flyers.get(db, flyer.id)
