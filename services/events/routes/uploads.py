"""Takes in pictures and flyers with what is said about them."""

from typing import Any
from uuid import UUID

from services.events.commands.add_flyer import add_flyer
from services.events.commands.add_picture import add_picture
from services.events.domain.attachments import NewFlyer, Owner, StoredFlyer, StoredPicture
from shared import preparing
from shared.picture_files import NewPicture, NewPictureOrLogo, check_released
from shared.uploads import read_upload
from shared.web import Request, base_url, begin, principal_of


async def receive_event_picture(request: Request, event_id: UUID, typed: dict[str, Any]) -> StoredPicture:
    """Raises `Invalid`, `TooManyFiles`."""
    new = read_upload(NewPicture, typed)
    check_released(new)
    files = await preparing.photo(new.file)
    async with begin(request) as db:
        return await add_picture(
            db, Owner(event_id=event_id), new, files, by=principal_of(request), base_url=base_url(request)
        )


async def receive_organisation_picture(request: Request, typed: dict[str, Any]) -> StoredPicture:
    """The logo or a photo of the calling organisation. Raises `Invalid`, `TooManyFiles`."""
    new = read_upload(NewPictureOrLogo, typed)
    check_released(new)
    files = await (preparing.logo if new.is_logo else preparing.photo)(new.file)
    by = principal_of(request)
    owner = Owner(organisation_id=by.organisation_id)
    async with begin(request) as db:
        return await add_picture(db, owner, new, files, is_logo=new.is_logo, by=by, base_url=base_url(request))


async def receive_flyer(request: Request, event_id: UUID, typed: dict[str, Any]) -> StoredFlyer:
    """Raises `Invalid`, `TooManyFiles`."""
    new = read_upload(NewFlyer, typed)
    content = await preparing.flyer(new.file)
    async with begin(request) as db:
        return await add_flyer(
            db, Owner(event_id=event_id), title=new.title, content=content, base_url=base_url(request)
        )
