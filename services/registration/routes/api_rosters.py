"""The API of an organiser: who has registered, the numbers of each date, who looked."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.registration.domain.look import Look, LookKind
from services.registration.domain.party_search import PartySearch, Shown
from services.registration.domain.roster import Roster
from services.registration.domain.roster_listing import RosterListing
from services.registration.routes.items import RegistrationItem, RosterItem, item_of, roster_item_of
from services.registration.routes.looking import find_sight, look_at_people, look_at_registration
from services.registration.routes.own import get_own_rosters
from services.registration.routes.registrations import NOT_STORED
from services.registration.routes.rosters import find_rosters, list_others
from services.registration.tables import looks, parties, sign_up_settings
from shared.access import Who
from shared.database import Connection
from shared.forms import from_form
from shared.openapi import query_of
from shared.translations import N_
from shared.web import Request, Transaction

ITEMS_PER_PAGE = 100
LOOKS_LISTED = 1000


class RegistrationList(Struct, frozen=True, kw_only=True):
    items: list[RegistrationItem]
    next_cursor: str | None


class Listing(PartySearch, frozen=True, kw_only=True):
    """Which registrations are wanted; the cursor is the arrival after which the page begins."""

    event_id: Annotated[UUID, Meta(title=N_("Event"))]
    status: Annotated[Shown, Meta(title=N_("Who"))] = Shown.ALL
    cursor: Annotated[int, Meta(ge=0, le=2**63 - 1)] = 0


class RosterListingOfEvent(RosterListing, frozen=True, kw_only=True):
    """The dates of one event, or of all events of the organisation."""

    event_id: Annotated[UUID | None, Meta(title=N_("Event"))] = None


class RosterList(Struct, frozen=True, kw_only=True):
    items: list[RosterItem]


class LookList(Struct, frozen=True, kw_only=True):
    items: list[Look]


class LooksOfEvent(Struct, frozen=True, kw_only=True):
    event_id: Annotated[UUID, Meta(title=N_("Event"))]


@get(
    "/api/registrations",
    who=Who.MEMBER,
    operation_class=query_of(Listing),
    summary="Who has registered for an event of yours",
    cache_control=NOT_STORED,
)
async def list_registrations(request: Request, db: Transaction) -> RegistrationList:
    listing = from_form(Listing, dict(request.query_params))
    await look_at_people(request, db, listing.event_id, LookKind.API)
    settings = await sign_up_settings.get(db, listing.event_id)
    # One more than a page holds tells whether there is another page.
    found = await parties.list_after(
        db, listing.event_id, listing, settings, after=listing.cursor, limit=ITEMS_PER_PAGE + 1
    )
    shown = found[:ITEMS_PER_PAGE]
    return RegistrationList(
        items=[item_of(registration) for registration in shown],
        next_cursor=str(shown[-1].arrival) if len(found) > len(shown) else None,
    )


@get(
    "/api/registrations/{registration_id:uuid}",
    who=Who.MEMBER,
    summary="One registration",
    cache_control=NOT_STORED,
)
async def get_registration(request: Request, db: Transaction, registration_id: FromPath[UUID]) -> RegistrationItem:
    _, registration = await look_at_registration(request, db, registration_id, LookKind.API)
    return item_of(registration)


@get(
    "/api/registrations/rosters",
    who=Who.MEMBER,
    operation_class=query_of(RosterListingOfEvent),
    summary="The numbers of your dates",
    cache_control=NOT_STORED,
)
async def list_roster_items(request: Request, db: Transaction) -> RosterList:
    """Coordinators see the numbers of all organisations: `organisation` is a slug, or `all`."""
    listing = from_form(RosterListingOfEvent, dict(request.query_params))
    found = await rosters_wanted(request, db, listing)
    numbers = await parties.count_by_roster(db, {roster.event_id for roster in found})
    now = datetime.now(UTC)
    return RosterList(items=[roster_item_of(roster, numbers.get(roster.id), now) for roster in found])


async def rosters_wanted(request: Request, db: Connection, listing: RosterListingOfEvent) -> list[Roster]:
    if listing.event_id is not None:
        _, found = await find_sight(request, db, listing.event_id)
        return found
    return await find_rosters(request, db, listing, await list_others(request, db))


@get(
    "/api/registrations/looks",
    who=Who.MEMBER,
    operation_class=query_of(LooksOfEvent),
    summary="Which coordinators looked at who comes to an event of yours",
    cache_control=NOT_STORED,
)
async def list_looks(request: Request, db: Transaction) -> LookList:
    wanted = from_form(LooksOfEvent, dict(request.query_params))
    await get_own_rosters(request, db, wanted.event_id)
    return LookList(items=await looks.list_of_event(db, wanted.event_id, limit=LOOKS_LISTED))


ROUTES = (list_registrations, get_registration, list_roster_items, list_looks)
