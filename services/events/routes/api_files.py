"""Pictures and flyers by the API: sent as `multipart/form-data`, described in JSON."""

from uuid import UUID

import msgspec
from litestar import delete, get, patch, post
from litestar.params import FromPath
from msgspec import Struct

from services.events.commands.change_flyer import change_flyer
from services.events.commands.change_picture import change_picture
from services.events.commands.delete_flyer import delete_flyer
from services.events.commands.delete_picture import delete_picture
from services.events.domain.attachments import FlyerFields, NewFlyer, Owner
from services.events.routes.api_events import caller, get_own
from services.events.routes.own_files import get_own_flyer, get_own_picture
from services.events.routes.uploads import receive_event_picture, receive_flyer, receive_organisation_picture
from services.events.tables import pictures
from shared import forms
from shared.access import Who
from shared.database import Connection
from shared.file_sizes import FLYER_BODY_BYTES, PICTURE_BODY_BYTES
from shared.messages.event_details import Flyer, Picture
from shared.openapi import body_of
from shared.patching import patched
from shared.picture_files import NewPicture, NewPictureOrLogo, PictureFields
from shared.problems import NotFound
from shared.uploads import MULTIPART, uploaded_form
from shared.web import Request, Transaction, base_url, begin


class PictureList(Struct, frozen=True, kw_only=True):
    """An organisation's photos in their order, and its logo."""

    items: list[Picture]
    logo: Picture | None


@post(
    "/api/events/{event_id:uuid}/pictures",
    who=Who.MEMBER,
    operation_class=body_of(NewPicture, media_type=MULTIPART),
    request_max_body_size=PICTURE_BODY_BYTES,
    tags=["pictures"],
)
async def create_picture_json(request: Request, event_id: FromPath[UUID]) -> Picture:
    """Add a JPEG, PNG, WebP or HEIC file; `released` says that it may be published and the people in it agree."""
    async with begin(request) as db:
        await get_own(request, db, event_id)
    picture = await receive_event_picture(request, event_id, await uploaded_form(request))
    return picture.announced(base_url(request))


@patch(
    "/api/events/{event_id:uuid}/pictures/{picture_id:uuid}",
    who=Who.MEMBER,
    operation_class=body_of(PictureFields),
    tags=["pictures"],
)
async def update_picture_json(
    request: Request, db: Transaction, event_id: FromPath[UUID], picture_id: FromPath[UUID]
) -> Picture:
    """Change the fields that are sent, and leave the others; `position` counts from 1."""
    return await patch_picture(request, db, Owner(event_id=event_id), picture_id)


@delete("/api/events/{event_id:uuid}/pictures/{picture_id:uuid}", who=Who.MEMBER, tags=["pictures"])
async def delete_picture_json(
    request: Request, db: Transaction, event_id: FromPath[UUID], picture_id: FromPath[UUID]
) -> None:
    await remove_picture(request, db, Owner(event_id=event_id), picture_id)


@post(
    "/api/events/{event_id:uuid}/flyers",
    who=Who.MEMBER,
    operation_class=body_of(NewFlyer, media_type=MULTIPART),
    request_max_body_size=FLYER_BODY_BYTES,
    tags=["pictures"],
)
async def create_flyer_json(request: Request, event_id: FromPath[UUID]) -> Flyer:
    """Add a PDF."""
    async with begin(request) as db:
        await get_own(request, db, event_id)
    flyer = await receive_flyer(request, event_id, await uploaded_form(request))
    return flyer.announced(base_url(request))


@patch(
    "/api/events/{event_id:uuid}/flyers/{flyer_id:uuid}",
    who=Who.MEMBER,
    operation_class=body_of(FlyerFields),
    tags=["pictures"],
)
async def update_flyer_json(
    request: Request, db: Transaction, event_id: FromPath[UUID], flyer_id: FromPath[UUID]
) -> Flyer:
    flyer = await get_own_flyer(request, db, flyer_id)
    if flyer.event_id != event_id:
        raise NotFound("flyer")
    fields = patched(msgspec.convert(flyer, FlyerFields, from_attributes=True), forms.json_object(await request.body()))
    return (await change_flyer(db, flyer, fields, base_url=base_url(request))).announced(base_url(request))


@delete("/api/events/{event_id:uuid}/flyers/{flyer_id:uuid}", who=Who.MEMBER, tags=["pictures"])
async def delete_flyer_json(
    request: Request, db: Transaction, event_id: FromPath[UUID], flyer_id: FromPath[UUID]
) -> None:
    flyer = await get_own_flyer(request, db, flyer_id)
    if flyer.event_id != event_id:
        raise NotFound("flyer")
    await delete_flyer(db, flyer, base_url=base_url(request))


@get("/api/organisation/pictures", who=Who.MEMBER, tags=["pictures"])
async def list_organisation_pictures_json(request: Request, db: Transaction) -> PictureList:
    """The logo and the photos of the calling organisation."""
    own = await pictures.list_of(db, Owner(organisation_id=caller(request)))
    address = base_url(request)
    return PictureList(
        items=[each.announced(address) for each in own if not each.is_logo],
        logo=next((each.announced(address) for each in own if each.is_logo), None),
    )


@post(
    "/api/organisation/pictures",
    who=Who.MEMBER,
    operation_class=body_of(NewPictureOrLogo, media_type=MULTIPART),
    request_max_body_size=PICTURE_BODY_BYTES,
    tags=["pictures"],
)
async def create_organisation_picture_json(request: Request) -> Picture:
    picture = await receive_organisation_picture(request, await uploaded_form(request))
    return picture.announced(base_url(request))


@patch(
    "/api/organisation/pictures/{picture_id:uuid}",
    who=Who.MEMBER,
    operation_class=body_of(PictureFields),
    tags=["pictures"],
)
async def update_organisation_picture_json(request: Request, db: Transaction, picture_id: FromPath[UUID]) -> Picture:
    return await patch_picture(request, db, Owner(organisation_id=caller(request)), picture_id)


@delete("/api/organisation/pictures/{picture_id:uuid}", who=Who.MEMBER, tags=["pictures"])
async def delete_organisation_picture_json(request: Request, db: Transaction, picture_id: FromPath[UUID]) -> None:
    await remove_picture(request, db, Owner(organisation_id=caller(request)), picture_id)


async def patch_picture(request: Request, db: Connection, owner: Owner, picture_id: UUID) -> Picture:
    picture = await get_own_picture(request, db, picture_id)
    if picture.owner != owner:
        raise NotFound("picture")
    fields = patched(
        msgspec.convert(picture, PictureFields, from_attributes=True), forms.json_object(await request.body())
    )
    return (await change_picture(db, picture, fields, base_url=base_url(request))).announced(base_url(request))


async def remove_picture(request: Request, db: Connection, owner: Owner, picture_id: UUID) -> None:
    picture = await get_own_picture(request, db, picture_id)
    if picture.owner != owner:
        raise NotFound("picture")
    await delete_picture(db, picture, base_url=base_url(request))


ROUTES = (
    create_picture_json,
    update_picture_json,
    delete_picture_json,
    create_flyer_json,
    update_flyer_json,
    delete_flyer_json,
    list_organisation_pictures_json,
    create_organisation_picture_json,
    update_organisation_picture_json,
    delete_organisation_picture_json,
)
