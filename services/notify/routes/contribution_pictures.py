"""The photos and the logo of a contribution, as whoever gave it adds and changes them."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from services.notify.commands.add_contribution_picture import add_contribution_picture
from services.notify.commands.change_contribution_picture import change_contribution_picture
from services.notify.commands.delete_contribution_picture import delete_contribution_picture
from services.notify.domain.contribution import MOST_PHOTOS, StoredPicture
from services.notify.routes.contributions import PATH
from services.notify.routes.editing import get_changeable, get_own
from services.notify.tables import contribution_pictures
from shared import forms, preparing
from shared.access import Who
from shared.database import Connection
from shared.file_sizes import PICTURE_BODY_BYTES
from shared.picture_files import NewPictureOrLogo, PictureFields, check_released
from shared.problems import Invalid
from shared.uploads import read_upload, uploaded_form
from shared.web import Request, Transaction, begin, form_for, page, principal_of, see_other, typed_form


@get(f"{PATH}/pictures", who=Who.MEMBER, include_in_schema=False)
async def list_contribution_pictures(
    request: Request, db: Transaction, contribution_id: FromPath[UUID]
) -> Response[str]:
    await get_changeable(request, db, contribution_id)
    return await pictures_page(request, db, contribution_id, {})


@post(f"{PATH}/pictures", who=Who.MEMBER, request_max_body_size=PICTURE_BODY_BYTES, include_in_schema=False)
async def create_contribution_picture(request: Request, contribution_id: FromPath[UUID]) -> Response[str] | Redirect:
    async with begin(request) as db:
        await get_changeable(request, db, contribution_id)
    typed = await uploaded_form(request)
    try:
        await receive(request, contribution_id, typed)
    except Invalid as problem:
        async with begin(request) as db:
            return await pictures_page(request, db, contribution_id, typed, problem=problem)
    return see_other(f"/portal/newsletter/contributions/{contribution_id}/pictures")


async def receive(request: Request, contribution_id: UUID, typed: dict[str, Any]) -> None:
    """Raises `Invalid`, `TooManyFiles`."""
    new = read_upload(NewPictureOrLogo, typed)
    check_released(new)
    files = await (preparing.logo if new.is_logo else preparing.photo)(new.file)
    async with begin(request) as db:
        await add_contribution_picture(db, contribution_id, new, files, by=principal_of(request), now=datetime.now(UTC))


@get("/portal/newsletter/pictures/{picture_id:uuid}", who=Who.MEMBER, include_in_schema=False)
async def edit_contribution_picture(request: Request, db: Transaction, picture_id: FromPath[UUID]) -> Response[str]:
    picture = await get_own_picture(request, db, picture_id)
    typed = {"alt": picture.alt, "credit": picture.credit, "position": picture.position}
    return await picture_page(request, db, picture, typed)


@post("/portal/newsletter/pictures/{picture_id:uuid}", who=Who.MEMBER, include_in_schema=False)
async def update_contribution_picture(
    request: Request, db: Transaction, picture_id: FromPath[UUID]
) -> Response[str] | Redirect:
    picture = await get_own_picture(request, db, picture_id)
    await get_changeable(request, db, picture.contribution_id)
    typed = await typed_form(request)
    try:
        await change_contribution_picture(db, picture, forms.from_form(PictureFields, typed))
    except Invalid as problem:
        return await picture_page(request, db, picture, typed, problem=problem)
    return see_other(list_url(picture))


@post("/portal/newsletter/pictures/{picture_id:uuid}/deletion", who=Who.MEMBER, include_in_schema=False)
async def create_contribution_picture_deletion(
    request: Request, db: Transaction, picture_id: FromPath[UUID]
) -> Redirect:
    """At any time: it disappears from the web edition and from mails that load it."""
    picture = await get_own_picture(request, db, picture_id)
    await delete_contribution_picture(db, picture)
    return see_other(f"/portal/newsletter/contributions/{picture.contribution_id}")


async def get_own_picture(request: Request, db: Connection, picture_id: UUID) -> StoredPicture:
    """Raises `NotFound`, also for one of a contribution that the caller may not see."""
    picture = await contribution_pictures.get(db, picture_id)
    await get_own(request, db, picture.contribution_id)
    return picture


async def pictures_page(
    request: Request, db: Connection, contribution_id: UUID, typed: dict[str, Any], *, problem: Invalid | None = None
) -> Response[str]:
    own = await contribution_pictures.list_of(db, contribution_id)
    return page(
        request,
        "contribution_pictures.html",
        contribution=await get_own(request, db, contribution_id),
        pictures=own,
        may_be_logo=not any(each.is_logo for each in own),
        has_room=sum(not each.is_logo for each in own) < MOST_PHOTOS,
        form=form_for(request, NewPictureOrLogo, typed, problem),
    )


async def picture_page(
    request: Request, db: Connection, picture: StoredPicture, typed: dict[str, Any], *, problem: Invalid | None = None
) -> Response[str]:
    same = [each for each in await contribution_pictures.list_of(db, picture.contribution_id) if not each.is_logo]
    return page(
        request,
        "own_picture.html",
        picture=picture,
        count=1 if picture.is_logo else len(same),
        list_url=list_url(picture),
        form=form_for(request, PictureFields, typed, problem),
    )


def list_url(picture: StoredPicture) -> str:
    return f"/portal/newsletter/contributions/{picture.contribution_id}/pictures"


ROUTES = (
    list_contribution_pictures,
    create_contribution_picture,
    edit_contribution_picture,
    update_contribution_picture,
    create_contribution_picture_deletion,
)
