"""The portal's pages about who comes."""

from datetime import UTC, datetime
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from services.registration.commands.cancel_for_people import cancel_for_people
from services.registration.domain.own_date import standing_of
from services.registration.domain.roster import Roster
from services.registration.routes.own import get_own_registration, get_own_rosters, principal_of
from services.registration.tables import events, registrations, rosters
from shared.access import Who
from shared.messages.registration import RegistrationStatus
from shared.web import Request, Transaction, page, see_other

# More dates with people than an organisation has in years.
DATES_SHOWN = 200
# Of those that nobody has signed up for.
EMPTY_DATES_OF_AN_EVENT = 3
NEXT_DATES = 12
# More parties than come to any event of ours; the API pages through all of them.
PARTIES_SHOWN = 5_000


@get("/portal/rosters", who=Who.MEMBER, include_in_schema=False)
async def list_rosters(request: Request, db: Transaction) -> Response[str]:
    own = await rosters.list_of_organisation(
        db,
        principal_of(request).organisation_id,
        limit=DATES_SHOWN,
        empty_dates_of_an_event=EMPTY_DATES_OF_AN_EVENT,
    )
    known = await events.find_many(db, {roster.event_id for roster in own})
    return page(request, "rosters.html", rosters=[(roster, known.get(roster.event_id)) for roster in own])


@get("/portal/rosters/{event_id:uuid}", who=Who.MEMBER, include_in_schema=False)
async def show_roster(request: Request, db: Transaction, event_id: FromPath[UUID]) -> Response[str]:
    """The dates of the event on one page, with all who have signed up for any of them."""
    own = await get_own_rosters(request, db, event_id)
    shown = dates_to_show(own, datetime.now(UTC))
    parties = await registrations.list_of_event(db, event_id, after=0, limit=PARTIES_SHOWN)
    event = (await events.find_many(db, [event_id])).get(event_id)
    return page(
        request,
        "roster.html",
        event=event,
        rosters=shown,
        further_count=len(own) - len(shown),
        standings={roster.id: standing_of(event, roster) for roster in shown} if event else {},
        wall_times={roster.id: roster.wall_time for roster in own},
        parties={status: [party for party in parties if party.status is status] for status in RegistrationStatus},
    )


def dates_to_show(own: list[Roster], now: datetime) -> list[Roster]:
    """Those that somebody has signed up for, and of the others the next ones."""
    to_come = [roster.id for roster in own if roster.ends_at > now] or [roster.id for roster in own]
    shown = {*to_come[:NEXT_DATES]}
    return [roster for roster in own if roster.id in shown or roster.seats_taken or roster.waiting_count]


@post("/portal/rosters/registrations/{registration_id:uuid}/cancellation", who=Who.MEMBER, include_in_schema=False)
async def create_cancellation_by_member(request: Request, db: Transaction, registration_id: FromPath[UUID]) -> Redirect:
    registration = await get_own_registration(request, db, registration_id)
    await cancel_for_people(db, registration.id, base_url=request.app.state.settings.base_url)
    return see_other(f"/portal/rosters/{registration.event_id}")


ROUTES = (list_rosters, show_roster, create_cancellation_by_member)
