from datetime import UTC, datetime

from services.events.commands.attaching import tell
from services.events.domain.attachments import Owner, Release, StoredPicture, check_room
from services.events.tables import pictures
from shared.database import Connection
from shared.picture_files import NewPicture, PictureFile, check_released
from shared.sessions import Principal


async def add_picture(
    db: Connection,
    owner: Owner,
    new: NewPicture,
    files: list[PictureFile],
    *,
    is_logo: bool = False,
    by: Principal,
    base_url: str,
) -> StoredPicture:
    """Put one more picture behind the others; the same one sent twice is one. Raises `Invalid`, `TooManyFiles`."""
    check_released(new)
    await pictures.lock_owner(db, owner)
    present = [each for each in await pictures.list_of(db, owner) if each.is_logo == is_logo]
    known = next((each for each in present if each.is_drawn_as(files)), None)
    if known:
        return known
    check_room(owner, len(present), is_logo=is_logo)
    release = Release(organisation_id=by.organisation_id, member_id=by.member_id, at=datetime.now(UTC))
    picture_id = await pictures.insert(
        db, owner, new, files, is_logo=is_logo, position=len(present) + 1, release=release
    )
    await tell(db, owner, base_url=base_url)
    return await pictures.get(db, picture_id)
