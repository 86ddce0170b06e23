from datetime import datetime
from uuid import UUID

from services.notify.domain.contribution import check_room
from services.notify.tables import contribution_pictures, contributions
from shared.database import Connection
from shared.picture_files import NewPictureOrLogo, PictureFile, check_released
from shared.sessions import Principal


async def add_contribution_picture(
    db: Connection,
    contribution_id: UUID,
    new: NewPictureOrLogo,
    files: list[PictureFile],
    *,
    by: Principal,
    now: datetime,
) -> None:
    """Put one more picture behind the others; the same one sent twice is one. Raises `Invalid`, `TooManyFiles`."""
    check_released(new)
    await contributions.lock(db, contribution_id)
    present = [each for each in await contribution_pictures.list_of(db, contribution_id) if each.is_logo == new.is_logo]
    if any(each.is_drawn_as(files) for each in present):
        return
    check_room(len(present), is_logo=new.is_logo)
    await contribution_pictures.insert(
        db, contribution_id, new, files, position=len(present) + 1, released_by=by, released_at=now
    )
