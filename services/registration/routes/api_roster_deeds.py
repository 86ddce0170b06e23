"""The API of an organiser: enter people by hand, hand out a link, change the places of a date."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from litestar import patch, post
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.registration.commands.add_by_hand import add_by_hand
from services.registration.commands.halt_roster import halt_roster
from services.registration.commands.renew_link import renew_link
from services.registration.commands.resume_roster import resume_roster
from services.registration.commands.set_capacity import set_capacity
from services.registration.commands.set_reservation import set_reservation
from services.registration.domain.by_hand import ByHand
from services.registration.domain.capacity import NewCapacity
from services.registration.routes.items import RegistrationItem, RosterItem, item_of, roster_item_of
from services.registration.routes.own import get_own_registration, get_own_roster
from services.registration.routes.registrations import NOT_STORED
from services.registration.tables import parties
from shared import idempotency
from shared.access import Who
from shared.forms import from_json, from_values, json_object
from shared.openapi import body_of
from shared.translations import N_
from shared.web import Request, Transaction, base_url


class RosterChange(NewCapacity, frozen=True, kw_only=True):
    """What is to be different about a date; what is not named stays as it is."""

    halted: Annotated[bool | None, Meta(title=N_("Closed by the organiser"))] = None
    reserved_count: Annotated[
        Annotated[int, Meta(ge=0, le=100_000)] | None, Meta(title=N_("Places kept for you to give away"))
    ] = None


class NewLink(Struct, frozen=True, kw_only=True):
    """It can be read this once."""

    link: str


@post(
    "/api/registrations/by-hand",
    who=Who.MEMBER,
    operation_class=body_of(ByHand),
    summary="Enter somebody who called, wrote, or is here",
    cache_control=NOT_STORED,
)
@idempotency.once
async def create_by_hand(request: Request, db: Transaction) -> RegistrationItem:
    party = from_json(ByHand, await request.body())
    await get_own_roster(request, db, party.roster_id)
    return item_of(await add_by_hand(db, party, base_url=base_url(request)))


@post(
    "/api/registrations/{registration_id:uuid}/links",
    who=Who.MEMBER,
    summary="Make a link for people without a mail address",
    cache_control=NOT_STORED,
)
async def create_link_by_program(request: Request, db: Transaction, registration_id: FromPath[UUID]) -> NewLink:
    registration = await get_own_registration(request, db, registration_id)
    return NewLink(link=await renew_link(db, registration.id, base_url=base_url(request)))


@patch(
    "/api/registrations/rosters/{roster_id:uuid}",
    who=Who.MEMBER,
    operation_class=body_of(RosterChange),
    summary="Change the places of a date, or close and open it",
    cache_control=NOT_STORED,
)
async def update_roster(request: Request, db: Transaction, roster_id: FromPath[UUID]) -> RosterItem:
    """`capacity: null` goes back to what the entry says.

    Fewer places than are taken are the problem `capacity-below-taken`, which names the `registrations` that came last,
    unless it is said what becomes of those who have places: `below_taken: "keep"`, or whom to `cancel`.
    """
    roster = await get_own_roster(request, db, roster_id)
    values = json_object(await request.body())
    change = from_values(RosterChange, values)
    if change.halted is not None:
        await (halt_roster if change.halted else resume_roster)(db, roster.id, base_url=base_url(request))
    if change.reserved_count is not None:
        await set_reservation(db, roster.id, change.reserved_count, base_url=base_url(request))
    if "capacity" in values:
        await set_capacity(db, roster.id, change, base_url=base_url(request))
    numbers = await parties.count_by_roster(db, [roster.event_id])
    return roster_item_of(await get_own_roster(request, db, roster.id), numbers.get(roster.id), datetime.now(UTC))


ROUTES = (create_by_hand, create_link_by_program, update_roster)
