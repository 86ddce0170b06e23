"""Takes in pictures and flyers with what is said about them."""

from typing import Any
from uuid import UUID

from services.events.commands.add_flyer import add_flyer
from services.events.commands.add_picture import add_picture
from services.events.domain.attachments import (
    NewFlyer,
    NewOrganisationPicture,
    NewPicture,
    Owner,
    StoredFlyer,
    StoredPicture,
    check_released,
)
from services.events.routes.api_events import base_url
from shared import preparing
from shared.problems import Unauthenticated
from shared.sessions import Principal
from shared.uploads import read_upload
from shared.web import Request, begin


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
    new = read_upload(NewOrganisationPicture, typed)
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


def principal_of(request: Request) -> Principal:
    """Who is calling; the guard has made sure that there is somebody."""
    if request.user is None:
        raise Unauthenticated
    return request.user
