from services.events.commands.attaching import tell
from services.events.domain.attachments import StoredPicture
from services.events.tables import pictures
from shared.database import Connection
from shared.ordering import order_with
from shared.picture_files import PictureFields


async def change_picture(
    db: Connection, picture: StoredPicture, fields: PictureFields, *, base_url: str
) -> StoredPicture:
    """Say something else about a picture, or show it at another place among the others."""
    await pictures.lock_owner(db, picture.owner)
    await pictures.update(db, picture.id, fields)
    present = [each for each in await pictures.list_of(db, picture.owner) if each.is_logo == picture.is_logo]
    await pictures.put_in_order(db, order_with([each.id for each in present], picture.id, position=fields.position))
    await tell(db, picture.owner, base_url=base_url)
    return await pictures.get(db, picture.id)
