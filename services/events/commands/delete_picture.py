from services.events.commands.attaching import tell
from services.events.domain.attachments import StoredPicture
from services.events.tables import pictures
from shared.database import Connection


async def delete_picture(db: Connection, picture: StoredPicture, *, base_url: str) -> None:
    """Take a picture away, whatever state its event is in: somebody in it may have changed their mind."""
    await pictures.lock_owner(db, picture.owner)
    await pictures.delete(db, picture.id)
    rest = [each for each in await pictures.list_of(db, picture.owner) if each.is_logo == picture.is_logo]
    await pictures.put_in_order(db, [each.id for each in rest])
    await tell(db, picture.owner, base_url=base_url)
