"""The places of one date: how many there are, how many are kept, and whether anybody may take them at the moment."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec import Meta, Struct

from services.registration.commands.halt_roster import halt_roster
from services.registration.commands.resume_roster import resume_roster
from services.registration.commands.set_capacity import set_capacity
from services.registration.commands.set_reservation import set_reservation
from services.registration.domain.capacity import CapacityBelowTaken, NewCapacity, free_places
from services.registration.domain.roster import Roster
from services.registration.routes.own import get_own_roster
from services.registration.routes.roster import local_time
from services.registration.tables import events
from shared.access import Who
from shared.database import Connection
from shared.forms import from_form
from shared.problems import Invalid
from shared.translations import N_
from shared.web import Request, Transaction, base_url, form_for, page, see_other, typed_form


class Reservation(Struct, frozen=True, kw_only=True):
    """How many places are kept for those whom the organiser enters by hand."""

    reserved_count: Annotated[int, Meta(title=N_("Places kept for you to give away"), ge=0, le=100_000)]


@get("/portal/rosters/dates/{roster_id:uuid}/capacity", who=Who.MEMBER, include_in_schema=False)
async def edit_capacity(request: Request, db: Transaction, roster_id: FromPath[UUID]) -> Response[str]:
    roster = await get_own_roster(request, db, roster_id)
    return await places_page(request, db, roster, {"capacity": roster.own_capacity})


@post("/portal/rosters/dates/{roster_id:uuid}/capacity", who=Who.MEMBER, include_in_schema=False)
async def update_capacity(request: Request, db: Transaction, roster_id: FromPath[UUID]) -> Response[Any]:
    """If there would be fewer than are taken, the answer says whom that concerns, and lets choose."""
    roster = await get_own_roster(request, db, roster_id)
    typed = await typed_form(request)
    try:
        change = from_form(NewCapacity, typed)
        await set_capacity(db, roster.id, change, base_url=base_url(request))
    except CapacityBelowTaken as problem:
        return await whom_page(request, db, problem, typed)
    except Invalid as problem:
        return await places_page(request, db, roster, typed, problem)
    return see_other(f"/portal/rosters/dates/{roster.id}/capacity")


@post("/portal/rosters/dates/{roster_id:uuid}/reservation", who=Who.MEMBER, include_in_schema=False)
async def update_reservation(request: Request, db: Transaction, roster_id: FromPath[UUID]) -> Response[Any]:
    roster = await get_own_roster(request, db, roster_id)
    typed = await typed_form(request)
    try:
        wanted = from_form(Reservation, typed).reserved_count
        await set_reservation(db, roster.id, wanted, base_url=base_url(request))
    except Invalid as problem:
        return await places_page(request, db, roster, {"capacity": roster.own_capacity} | typed, problem)
    return see_other(f"/portal/rosters/dates/{roster.id}/capacity")


@post("/portal/rosters/dates/{roster_id:uuid}/halt", who=Who.MEMBER, include_in_schema=False)
async def create_halt(request: Request, db: Transaction, roster_id: FromPath[UUID]) -> Redirect:
    roster = await get_own_roster(request, db, roster_id)
    await halt_roster(db, roster.id, base_url=base_url(request))
    return see_other(f"/portal/rosters/dates/{roster.id}/capacity")


@post("/portal/rosters/dates/{roster_id:uuid}/halt/removal", who=Who.MEMBER, include_in_schema=False)
async def create_halt_removal(request: Request, db: Transaction, roster_id: FromPath[UUID]) -> Redirect:
    roster = await get_own_roster(request, db, roster_id)
    await resume_roster(db, roster.id, base_url=base_url(request))
    return see_other(f"/portal/rosters/dates/{roster.id}/capacity")


async def places_page(
    request: Request, db: Connection, roster: Roster, typed: dict[str, Any], problem: Invalid | None = None
) -> Response[str]:
    return page(
        request,
        "places.html",
        event=(await events.find_many(db, [roster.event_id])).get(roster.event_id),
        roster=roster,
        free=free_places(roster),
        form=form_for(request, NewCapacity, typed, problem),
        reservation=form_for(request, Reservation, {"reserved_count": roster.reserved_count} | typed, problem),
        local=lambda moment: local_time(moment, roster.time_zone),
    )


async def whom_page(
    request: Request, db: Connection, problem: CapacityBelowTaken, typed: dict[str, Any]
) -> Response[str]:
    roster = problem.roster
    return page(
        request,
        "capacity_below_taken.html",
        status=problem.status,
        event=(await events.find_many(db, [roster.event_id])).get(roster.event_id),
        roster=roster,
        latest=problem.latest,
        form=form_for(request, NewCapacity, typed),
    )


ROUTES = (edit_capacity, update_capacity, update_reservation, create_halt, create_halt_removal)
