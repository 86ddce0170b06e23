"""How it was: those who came say it on their own page or by an app, and their organiser reads it without names."""

from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from services.registration.commands.keep_opinion import keep_opinion
from services.registration.domain.opinion import Opinion, Opinions
from services.registration.routes.api_links import LINK, OwnState, state_of
from services.registration.routes.by_link import open_link
from services.registration.routes.own import get_own_roster
from services.registration.routes.own_registration import own_page
from services.registration.routes.registrations import NOT_STORED
from services.registration.tables import opinions
from shared import idempotency
from shared.access import Who
from shared.forms import from_form, from_json
from shared.openapi import body_of
from shared.problems import Conflict, Invalid
from shared.web import Request, Transaction, see_other, typed_form


@post("/registrations/{token:str}/opinion", who=Who.ANYONE, include_in_schema=False)
async def create_opinion(request: Request, db: Transaction, token: FromPath[str]) -> Response[str]:
    opened = await open_link(request, db, token)
    typed = await typed_form(request)
    try:
        async with db.transaction():
            await keep_opinion(db, opened.registration.id, from_form(Opinion, typed))
    except Invalid as problem:
        return await own_page(request, db, opened, typed=typed, invalid=problem)
    except Conflict as problem:
        return await own_page(request, db, opened, problem)
    return see_other(opened.path() + "#how-it-was")


@post(
    f"{LINK}/opinion",
    who=Who.ANYONE,
    status_code=200,
    operation_class=body_of(Opinion),
    summary="Say how it was",
    cache_control=NOT_STORED,
)
@idempotency.once
async def create_opinion_by_link(request: Request, db: Transaction, token: FromPath[str]) -> OwnState:
    opened = await open_link(request, db, token)
    await keep_opinion(db, opened.registration.id, from_json(Opinion, await request.body()))
    return await state_of(request, db, token)


@get(
    "/api/registrations/rosters/{roster_id:uuid}/opinions",
    who=Who.MEMBER,
    summary="How it was, as those say who came",
    cache_control=NOT_STORED,
)
async def show_opinions(request: Request, db: Transaction, roster_id: FromPath[UUID]) -> Opinions:
    """How many said what, and what they wrote; never who it was."""
    roster = await get_own_roster(request, db, roster_id)
    return await opinions.find_of_rosters(db, [roster.id])


ROUTES = (create_opinion, create_opinion_by_link, show_opinions)
