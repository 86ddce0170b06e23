from services.notify.domain.contribution import StoredPicture
from services.notify.tables import contribution_pictures, contributions
from shared.database import Connection
from shared.ordering import order_with
from shared.picture_files import PictureFields


async def change_contribution_picture(db: Connection, picture: StoredPicture, fields: PictureFields) -> None:
    """Say something else about a picture, or show it at another place among the others."""
    await contributions.lock(db, picture.contribution_id)
    await contribution_pictures.update(db, picture.id, fields)
    present = await contribution_pictures.list_of(db, picture.contribution_id)
    same = [each.id for each in present if each.is_logo == picture.is_logo]
    await contribution_pictures.put_in_order(db, order_with(same, picture.id, position=fields.position))
