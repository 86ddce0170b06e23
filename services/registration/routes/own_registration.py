"""What people do with the link in their mail: look at their registration, and cancel it."""

from datetime import UTC, datetime

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from services.registration.commands.cancel_registration import cancel_registration
from services.registration.domain.own_date import joining_of, own_date_of
from services.registration.domain.registration import Registration
from services.registration.tables import events, registrations, rosters
from shared.access import Who
from shared.database import Connection
from shared.problems import NotFound
from shared.sessions import digest_of
from shared.web import Request, Transaction, page, see_other


@get("/registrations/{token:str}", who=Who.ANYONE, include_in_schema=False)
async def show_registration(request: Request, db: Transaction, token: FromPath[str]) -> Response[str]:
    registration = await get_by_token(db, token)
    event = await events.find_public(db, registration.event_id)
    roster = await rosters.get(db, registration.roster_id)
    if roster is None:
        raise NotFound("roster")
    positions = await registrations.waiting_positions(db, [registration.id])
    own_date = own_date_of(event, roster) if event else None
    return page(
        request,
        "registration.html",
        registration=registration,
        event=event,
        date=own_date,
        joining=joining_of(event, own_date, registration) if event and own_date else None,
        position=positions.get(registration.id),
        can_cancel=registration.is_active and datetime.now(UTC) < roster.ends_at,
        token=token,
    )


@post("/registrations/{token:str}/cancellation", who=Who.ANYONE, include_in_schema=False)
async def create_own_cancellation(request: Request, db: Transaction, token: FromPath[str]) -> Redirect:
    registration = await get_by_token(db, token)
    await cancel_registration(db, registration.id, base_url=request.app.state.settings.base_url)
    return see_other(f"/registrations/{token}")


async def get_by_token(db: Connection, token: str) -> Registration:
    registration = await registrations.find_by_link(db, digest_of(token))
    if registration is None:
        raise NotFound("registration")
    return registration


ROUTES = (show_registration, create_own_cancellation)
