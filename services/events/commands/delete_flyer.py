from services.events.commands.attaching import tell
from services.events.domain.attachments import StoredFlyer
from services.events.tables import flyers, pictures
from shared.database import Connection


async def delete_flyer(db: Connection, flyer: StoredFlyer, *, base_url: str) -> None:
    await pictures.lock_owner(db, flyer.owner)
    await flyers.delete(db, flyer.id)
    await flyers.put_in_order(db, [each.id for each in await flyers.list_of(db, flyer.owner)])
    await tell(db, flyer.owner, base_url=base_url)
