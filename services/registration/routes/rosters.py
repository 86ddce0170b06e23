"""The dates of an organisation with their numbers; for coordinators those of the whole network."""

from datetime import UTC, datetime
from uuid import UUID

from litestar import Response, get
from msgspec import Struct

from services.registration.domain.party import OfferToCall
from services.registration.domain.roster import Roster
from services.registration.domain.roster_listing import WHOLE_NETWORK, RosterListing
from services.registration.domain.to_do import has_few_places_left, is_to_come, waits_beside_free_places
from services.registration.tables import events, organisations, parties, rosters
from shared.access import Who
from shared.database import Connection
from shared.forms import from_form
from shared.messages.events import OrganisationState
from shared.problems import Invalid, NotFound
from shared.web import Request, Transaction, form_for, page, principal_of

# More dates with people than an organisation has in years.
DATES_SHOWN = 200
# Of those that nobody has signed up for.
EMPTY_DATES_OF_AN_EVENT = 3


class ToDo(Struct, frozen=True, kw_only=True):
    """What may need doing about the dates that are shown."""

    offers_to_call: list[OfferToCall]
    nearly_full: list[Roster]
    waiting_beside_free_places: list[Roster]


@get("/portal/rosters", who=Who.MEMBER, include_in_schema=False)
async def list_rosters(request: Request, db: Transaction) -> Response[str]:
    typed = dict(request.query_params)
    try:
        listing, problem = from_form(RosterListing, typed), None
    except Invalid as error:
        listing, problem = RosterListing(), error
    others = await list_others(request, db)
    found = await find_rosters(request, db, listing, others)
    known = await events.find_many(db, {roster.event_id for roster in found})
    return page(
        request,
        "rosters.html",
        form=form_for(request, RosterListing, typed, problem),
        organisations=[(each.slug, each.name) for each in others],
        whole_network=WHOLE_NETWORK,
        rosters=[(roster, known.get(roster.event_id)) for roster in found],
        now=datetime.now(UTC),
        to_do=None if listing.organisation else await to_do_about(request, db, found),
        titles={event.id: event.title for event in known.values()},
    )


async def list_others(request: Request, db: Connection) -> list[OrganisationState]:
    """The organisations whose numbers the one who asks may see: to coordinators all."""
    return await organisations.list_all(db) if principal_of(request).is_coordinator else []


async def find_rosters(
    request: Request, db: Connection, listing: RosterListing, others: list[OrganisationState]
) -> list[Roster]:
    """Raises `NotFound` for what is another's."""
    return await rosters.list_searched(
        db,
        organisation_of(request, listing, others),
        words=listing.q,
        limit=DATES_SHOWN,
        empty_dates_of_an_event=EMPTY_DATES_OF_AN_EVENT,
    )


def organisation_of(request: Request, listing: RosterListing, others: list[OrganisationState]) -> UUID | None:
    """Whose dates are wanted; None for all. `others` are those that the one who asks may choose."""
    if not listing.organisation:
        return principal_of(request).organisation_id
    if listing.organisation == WHOLE_NETWORK and principal_of(request).is_coordinator:
        return None
    chosen = next((each for each in others if each.slug == listing.organisation), None)
    if chosen is None:
        raise NotFound("organisation")
    return chosen.id


async def to_do_about(request: Request, db: Connection, own: list[Roster]) -> ToDo:
    to_come = [roster for roster in own if is_to_come(roster, datetime.now(UTC))]
    return ToDo(
        offers_to_call=await parties.list_offers_to_call(db, principal_of(request).organisation_id),
        nearly_full=[roster for roster in to_come if has_few_places_left(roster)],
        waiting_beside_free_places=[roster for roster in to_come if waits_beside_free_places(roster)],
    )


ROUTES = (list_rosters,)
