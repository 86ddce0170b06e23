"""What people do with the link in their mail: look at their registration, answer an offer, cancel it."""

from collections.abc import Awaitable, Callable
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Response, get, post
from litestar.params import FromPath
from msgspec import structs

from services.registration.commands.accept_offer import accept_offer
from services.registration.commands.cancel_registration import cancel_registration
from services.registration.commands.decline_offer import decline_offer
from services.registration.commands.prove_address import prove_address
from services.registration.domain.answers import shown_answers
from services.registration.domain.door_code import door_code
from services.registration.domain.opinion import MARK_NAMES, Opinion
from services.registration.routes.by_link import Opened, open_link
from services.registration.routes.own_view import view_of
from shared.access import Who
from shared.database import Connection
from shared.problems import Conflict, Invalid
from shared.web import Request, Transaction, base_url, form_for, language_of, page, see_other

Deed = Callable[..., Awaitable[object]]


@get("/registrations/{token:str}", who=Who.ANYONE, include_in_schema=False)
async def show_registration(request: Request, db: Transaction, token: FromPath[str]) -> Response[str]:
    return await own_page(request, db, await open_link(request, db, token))


@post("/registrations/{token:str}/proof", who=Who.ANYONE, include_in_schema=False)
async def create_proof(request: Request, db: Transaction, token: FromPath[str]) -> Response[str]:
    return await do(prove_address, request, db, token)


@post("/registrations/{token:str}/acceptance", who=Who.ANYONE, include_in_schema=False)
async def create_acceptance(request: Request, db: Transaction, token: FromPath[str]) -> Response[str]:
    return await do(accept_offer, request, db, token)


@post("/registrations/{token:str}/refusal", who=Who.ANYONE, include_in_schema=False)
async def create_refusal(request: Request, db: Transaction, token: FromPath[str]) -> Response[str]:
    return await do(decline_offer, request, db, token)


@post("/registrations/{token:str}/cancellation", who=Who.ANYONE, include_in_schema=False)
async def create_own_cancellation(request: Request, db: Transaction, token: FromPath[str]) -> Response[str]:
    return await do(cancel_registration, request, db, token)


async def do(deed: Deed, request: Request, db: Connection, token: str) -> Response[str]:
    """Do it and lead back to the page; what is in the way is said on the page as it is then."""
    opened = await open_link(request, db, token)
    try:
        async with db.transaction():
            await deed(db, opened.registration.id, base_url=base_url(request))
    except Conflict as problem:
        return await own_page(request, db, opened, problem)
    return see_other(opened.path())


async def own_page(
    request: Request,
    db: Connection,
    opened: Opened,
    problem: Conflict | None = None,
    *,
    typed: dict[str, Any] | None = None,
    invalid: Invalid | None = None,
) -> Response[str]:
    """`typed` is what they say of how it was, and `invalid` what is wrong with it."""
    view = await view_of(db, opened)
    said = typed or (structs.asdict(view.opinion) if view.opinion else {})
    registration, roster = opened.registration, view.roster
    held_until = registration.held_until
    return page(
        request,
        "registration.html",
        status=next((each.status for each in (problem, invalid) if each), 200),
        problem=problem,
        was_changed="changed" in request.query_params,
        opened=opened,
        registration=registration,
        own_status=view.status,
        event=view.event,
        date=view.date,
        joining=view.joining,
        position=view.waiting_position,
        held_until=held_until.astimezone(ZoneInfo(roster.time_zone)) if held_until else None,
        answers=shown_answers(view.settings, registration.answers, language_of(request).code),
        deeds=view.deeds,
        door_code=door_code(registration, view.event, view.date, base_url(request)),
        opinion=view.opinion,
        opinion_form=form_for(request, Opinion, said, invalid),
        mark_names=MARK_NAMES,
        others=view.others,
    )


ROUTES = (show_registration, create_proof, create_acceptance, create_refusal, create_own_cancellation)
