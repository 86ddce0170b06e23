"""The portal's pages about who comes."""

from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from services.registration.commands.cancel_registration import cancel_registration
from services.registration.routes.own import get_own_registration, get_own_rosters, principal_of
from services.registration.tables import events, registrations, rosters
from shared.access import Who
from shared.messages.registration import RegistrationStatus
from shared.web import Request, Transaction, page, see_other

# More dates than an organisation has in years.
DATES_SHOWN = 200
# More parties than come to any event of ours; the API pages through all of them.
PARTIES_SHOWN = 5_000


@get("/portal/rosters", who=Who.MEMBER, include_in_schema=False)
async def list_rosters(request: Request, db: Transaction) -> Response[str]:
    own = await rosters.list_of_organisation(db, principal_of(request).organisation_id, limit=DATES_SHOWN)
    known = await events.find_many(db, {roster.event_id for roster in own})
    return page(request, "rosters.html", rosters=[(roster, known.get(roster.event_id)) for roster in own])


@get("/portal/rosters/{event_id:uuid}", who=Who.MEMBER, include_in_schema=False)
async def show_roster(request: Request, db: Transaction, event_id: FromPath[UUID]) -> Response[str]:
    """All dates of the event on one page."""
    own = await get_own_rosters(request, db, event_id)
    parties = await registrations.list_of_event(db, event_id, after=0, limit=PARTIES_SHOWN)
    return page(
        request,
        "roster.html",
        event=(await events.find_many(db, [event_id])).get(event_id),
        rosters=own,
        wall_times={roster.id: roster.wall_time for roster in own},
        parties={status: [party for party in parties if party.status is status] for status in RegistrationStatus},
    )


@post("/portal/rosters/registrations/{registration_id:uuid}/cancellation", who=Who.MEMBER, include_in_schema=False)
async def create_cancellation_by_member(request: Request, db: Transaction, registration_id: FromPath[UUID]) -> Redirect:
    registration = await get_own_registration(request, db, registration_id)
    await cancel_registration(db, registration.id, base_url=request.app.state.settings.base_url)
    return see_other(f"/portal/rosters/{registration.event_id}")


ROUTES = (list_rosters, show_roster, create_cancellation_by_member)
