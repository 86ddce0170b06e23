from services.notify.domain.contribution import StoredPicture
from services.notify.tables import contribution_pictures, contributions
from shared.database import Connection


async def delete_contribution_picture(db: Connection, picture: StoredPicture) -> None:
    """Take a picture away, also from an edition that was sent: somebody in it may have changed their mind."""
    await contributions.lock(db, picture.contribution_id)
    await contribution_pictures.delete(db, picture.id)
    rest = await contribution_pictures.list_of(db, picture.contribution_id)
    same = [each.id for each in rest if each.is_logo == picture.is_logo]
    await contribution_pictures.put_in_order(db, same)
