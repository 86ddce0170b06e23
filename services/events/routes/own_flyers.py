"""A partner's flyers in the portal."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from services.events.commands.change_flyer import change_flyer
from services.events.commands.delete_flyer import delete_flyer
from services.events.domain.attachments import MOST_FLYERS, FlyerFields, NewFlyer, Owner, StoredFlyer
from services.events.routes.api_events import get_own
from services.events.routes.own_files import get_own_flyer
from services.events.routes.uploads import receive_flyer
from services.events.tables import flyers
from shared import forms
from shared.access import Who
from shared.database import Connection
from shared.file_sizes import FLYER_BODY_BYTES
from shared.problems import Invalid
from shared.uploads import uploaded_form
from shared.web import Request, Transaction, base_url, begin, form_for, page, see_other, typed_form


@get("/portal/events/{event_id:uuid}/flyers", who=Who.MEMBER, include_in_schema=False)
async def list_own_flyers(request: Request, db: Transaction, event_id: FromPath[UUID]) -> Response[str]:
    return await flyers_page(request, db, event_id, {})


@post(
    "/portal/events/{event_id:uuid}/flyers",
    who=Who.MEMBER,
    request_max_body_size=FLYER_BODY_BYTES,
    include_in_schema=False,
)
async def create_flyer(request: Request, event_id: FromPath[UUID]) -> Response[str] | Redirect:
    async with begin(request) as db:
        await get_own(request, db, event_id)
    typed = await uploaded_form(request)
    try:
        await receive_flyer(request, event_id, typed)
    except Invalid as problem:
        async with begin(request) as db:
            return await flyers_page(request, db, event_id, typed, problem=problem)
    return see_other(f"/portal/events/{event_id}/flyers")


@get("/portal/flyers/{flyer_id:uuid}", who=Who.MEMBER, include_in_schema=False)
async def edit_flyer(request: Request, db: Transaction, flyer_id: FromPath[UUID]) -> Response[str]:
    flyer = await get_own_flyer(request, db, flyer_id)
    return await flyer_page(request, db, flyer, {"title": flyer.title, "position": flyer.position})


@post("/portal/flyers/{flyer_id:uuid}", who=Who.MEMBER, include_in_schema=False)
async def update_flyer(request: Request, db: Transaction, flyer_id: FromPath[UUID]) -> Response[str] | Redirect:
    flyer = await get_own_flyer(request, db, flyer_id)
    typed = await typed_form(request)
    try:
        await change_flyer(db, flyer, forms.from_form(FlyerFields, typed), base_url=base_url(request))
    except Invalid as problem:
        return await flyer_page(request, db, flyer, typed, problem=problem)
    return see_other(f"/portal/events/{flyer.event_id}/flyers")


@post("/portal/flyers/{flyer_id:uuid}/deletion", who=Who.MEMBER, include_in_schema=False)
async def create_flyer_deletion(request: Request, db: Transaction, flyer_id: FromPath[UUID]) -> Redirect:
    flyer = await get_own_flyer(request, db, flyer_id)
    await delete_flyer(db, flyer, base_url=base_url(request))
    return see_other(f"/portal/events/{flyer.event_id}/flyers")


async def flyers_page(
    request: Request, db: Connection, event_id: UUID, typed: dict[str, Any], *, problem: Invalid | None = None
) -> Response[str]:
    event = await get_own(request, db, event_id)
    return page(
        request,
        "own_flyers.html",
        event=event,
        flyers=await flyers.list_of(db, Owner(event_id=event_id)),
        most=MOST_FLYERS,
        form=form_for(request, NewFlyer, typed, problem),
    )


async def flyer_page(
    request: Request, db: Connection, flyer: StoredFlyer, typed: dict[str, Any], *, problem: Invalid | None = None
) -> Response[str]:
    return page(
        request,
        "own_flyer.html",
        flyer=flyer,
        count=len(await flyers.list_of(db, flyer.owner)),
        form=form_for(request, FlyerFields, typed, problem),
    )


ROUTES = (list_own_flyers, create_flyer, edit_flyer, update_flyer, create_flyer_deletion)
