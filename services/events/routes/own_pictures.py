"""A partner's pictures in the portal: those of an entry, and those of the organisation itself."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from services.events.commands.change_picture import change_picture
from services.events.commands.delete_picture import delete_picture
from services.events.domain.attachments import Owner, StoredPicture, room_of
from services.events.routes.api_events import caller, get_own
from services.events.routes.own_files import get_own_picture
from services.events.routes.uploads import receive_event_picture, receive_organisation_picture
from services.events.tables import pictures
from shared import forms
from shared.access import Who
from shared.database import Connection
from shared.file_sizes import PICTURE_BODY_BYTES
from shared.picture_files import NewPicture, NewPictureOrLogo, PictureFields
from shared.problems import Invalid
from shared.uploads import uploaded_form
from shared.web import Request, Transaction, base_url, begin, form_for, page, see_other, typed_form


@get("/portal/events/{event_id:uuid}/pictures", who=Who.MEMBER, include_in_schema=False)
async def list_event_pictures(request: Request, db: Transaction, event_id: FromPath[UUID]) -> Response[str]:
    return await event_pictures_page(request, db, event_id, {})


@post(
    "/portal/events/{event_id:uuid}/pictures",
    who=Who.MEMBER,
    request_max_body_size=PICTURE_BODY_BYTES,
    include_in_schema=False,
)
async def create_event_picture(request: Request, event_id: FromPath[UUID]) -> Response[str] | Redirect:
    async with begin(request) as db:
        await get_own(request, db, event_id)
    typed = await uploaded_form(request)
    try:
        await receive_event_picture(request, event_id, typed)
    except Invalid as problem:
        async with begin(request) as db:
            return await event_pictures_page(request, db, event_id, typed, problem=problem)
    return see_other(f"/portal/events/{event_id}/pictures")


@get("/portal/organisation/pictures", who=Who.MEMBER, include_in_schema=False)
async def list_organisation_pictures(request: Request, db: Transaction) -> Response[str]:
    return await organisation_pictures_page(request, db, {})


@post(
    "/portal/organisation/pictures",
    who=Who.MEMBER,
    request_max_body_size=PICTURE_BODY_BYTES,
    include_in_schema=False,
)
async def create_organisation_picture(request: Request) -> Response[str] | Redirect:
    typed = await uploaded_form(request)
    try:
        await receive_organisation_picture(request, typed)
    except Invalid as problem:
        async with begin(request) as db:
            return await organisation_pictures_page(request, db, typed, problem=problem)
    return see_other("/portal/organisation/pictures")


@get("/portal/pictures/{picture_id:uuid}", who=Who.MEMBER, include_in_schema=False)
async def edit_picture(request: Request, db: Transaction, picture_id: FromPath[UUID]) -> Response[str]:
    picture = await get_own_picture(request, db, picture_id)
    typed = {"alt": picture.alt, "credit": picture.credit, "position": picture.position}
    return await picture_page(request, db, picture, typed)


@post("/portal/pictures/{picture_id:uuid}", who=Who.MEMBER, include_in_schema=False)
async def update_picture(request: Request, db: Transaction, picture_id: FromPath[UUID]) -> Response[str] | Redirect:
    picture = await get_own_picture(request, db, picture_id)
    typed = await typed_form(request)
    try:
        await change_picture(db, picture, forms.from_form(PictureFields, typed), base_url=base_url(request))
    except Invalid as problem:
        return await picture_page(request, db, picture, typed, problem=problem)
    return see_other(list_url(picture.owner))


@post("/portal/pictures/{picture_id:uuid}/deletion", who=Who.MEMBER, include_in_schema=False)
async def create_picture_deletion(request: Request, db: Transaction, picture_id: FromPath[UUID]) -> Redirect:
    picture = await get_own_picture(request, db, picture_id)
    await delete_picture(db, picture, base_url=base_url(request))
    return see_other(list_url(picture.owner))


async def event_pictures_page(
    request: Request, db: Connection, event_id: UUID, typed: dict[str, Any], *, problem: Invalid | None = None
) -> Response[str]:
    event = await get_own(request, db, event_id)
    own = await pictures.list_of(db, Owner(event_id=event_id))
    return page(
        request,
        "own_event_pictures.html",
        event=event,
        pictures=own,
        most=room_of(Owner(event_id=event_id)),
        form=form_for(request, NewPicture, typed, problem),
    )


async def organisation_pictures_page(
    request: Request, db: Connection, typed: dict[str, Any], *, problem: Invalid | None = None
) -> Response[str]:
    owner = Owner(organisation_id=caller(request))
    own = await pictures.list_of(db, owner)
    return page(
        request,
        "own_organisation_pictures.html",
        pictures=own,
        photo_count=sum(not each.is_logo for each in own),
        most=room_of(owner),
        form=form_for(request, NewPictureOrLogo, typed, problem),
    )


async def picture_page(
    request: Request, db: Connection, picture: StoredPicture, typed: dict[str, Any], *, problem: Invalid | None = None
) -> Response[str]:
    same = [each for each in await pictures.list_of(db, picture.owner) if each.is_logo == picture.is_logo]
    return page(
        request,
        "own_picture.html",
        picture=picture,
        count=len(same),
        list_url=list_url(picture.owner),
        form=form_for(request, PictureFields, typed, problem),
    )


def list_url(owner: Owner) -> str:
    return f"/portal/events/{owner.event_id}/pictures" if owner.event_id else "/portal/organisation/pictures"


ROUTES = (
    list_event_pictures,
    create_event_picture,
    list_organisation_pictures,
    create_organisation_picture,
    edit_picture,
    update_picture,
    create_picture_deletion,
)
