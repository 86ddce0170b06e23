"""What people do with the link in their mail: look at their registration, answer an offer, cancel it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from litestar import Response, get, post
from litestar.params import FromPath
from msgspec import Struct

from services.registration.commands.accept_offer import accept_offer
from services.registration.commands.cancel_registration import cancel_registration
from services.registration.commands.decline_offer import decline_offer
from services.registration.commands.prove_address import prove_address
from services.registration.domain.answers import shown_answers
from services.registration.domain.door_code import door_code
from services.registration.domain.own_date import joining_of, own_date_of
from services.registration.domain.own_standing import deeds_of, own_status
from services.registration.routes.by_link import Opened, open_link
from services.registration.tables import events, registrations, rosters, sign_up_settings
from shared.access import Who
from shared.database import Connection
from shared.messages.registration import RegistrationStatus
from shared.occurrences import Dates, dates_of
from shared.problems import Conflict, NotFound
from shared.web import Request, Transaction, language_of, page, see_other

Deed = Callable[..., Awaitable[object]]


class OtherDate(Struct, frozen=True, kw_only=True):
    """A date that was signed up for together with the one that is shown."""

    path: str
    date: Dates
    title: str
    status: RegistrationStatus


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
            await deed(db, opened.registration.id, base_url=request.app.state.settings.base_url)
    except Conflict as problem:
        return await own_page(request, db, opened, problem)
    return see_other(opened.path())


async def own_page(request: Request, db: Connection, opened: Opened, problem: Conflict | None = None) -> Response[str]:
    registration = opened.registration
    now = datetime.now(UTC)
    roster = await rosters.get(db, registration.roster_id)
    if roster is None:
        raise NotFound("roster")
    event = await events.find_public(db, registration.event_id)
    own_date = own_date_of(event, roster) if event else None
    settings = await sign_up_settings.get(db, registration.event_id)
    positions = await registrations.waiting_positions(db, [registration.id])
    held_until = registration.held_until
    return page(
        request,
        "registration.html",
        status=problem.status if problem else 200,
        problem=problem,
        opened=opened,
        registration=registration,
        own_status=own_status(registration, now),
        event=event,
        date=own_date,
        joining=joining_of(event, own_date, registration) if event and own_date else None,
        position=positions.get(registration.id),
        held_until=held_until.astimezone(ZoneInfo(roster.time_zone)) if held_until else None,
        answers=shown_answers(settings, registration.answers, language_of(request).code),
        deeds=deeds_of(registration, roster, settings, now=now),
        door_code=door_code(registration, request.app.state.settings.base_url),
        others=await list_others(db, opened, now),
    )


async def list_others(db: Connection, opened: Opened, now: datetime) -> list[OtherDate]:
    """What was signed up for together with this, in the order of the dates."""
    others = {each.roster_id: each for each in opened.booking if each.id != opened.registration.id}
    found = []
    for roster in await rosters.list_many(db, others.keys()):
        event = await events.find_public(db, roster.event_id)
        if event is not None:
            other = others[roster.id]
            found.append(
                OtherDate(
                    path=opened.path_of(other),
                    date=dates_of(event, roster.starts_at, roster.ends_at),
                    title=event.title,
                    status=own_status(other, now),
                )
            )
    return found


ROUTES = (show_registration, create_proof, create_acceptance, create_refusal, create_own_cancellation)
