"""The list at the door, made for a phone: one row for each party, one tap for each arrival."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID, uuid4, uuid5

from litestar import Response, get, post
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.registration.commands.add_by_hand import add_by_hand
from services.registration.domain.attendance import is_door_open
from services.registration.domain.by_hand import ByHand
from services.registration.domain.door import is_meant, words_of
from services.registration.domain.roster import Roster
from services.registration.domain.sign_up_settings import LARGEST_PARTY
from services.registration.routes.own import get_own_roster
from services.registration.tables import attendance, events
from shared.access import Who
from shared.database import Connection
from shared.forms import from_form
from shared.problems import Invalid, NotFound
from shared.translations import N_
from shared.web import Request, Transaction, base_url, form_for, language_of, page, see_other, typed_form


class DoorSearch(Struct, frozen=True, kw_only=True):
    q: Annotated[str, Meta(title=N_("Name, mail or phone"), max_length=100)] = ""


class Newcomer(Struct, frozen=True, kw_only=True):
    """Somebody who comes without having signed up; the same `nonce` again adds nobody."""

    name: Annotated[str, Meta(title=N_("Name"), min_length=1, max_length=100)]
    party_size: Annotated[int, Meta(title=N_("How many people come?"), ge=1, le=LARGEST_PARTY)]
    consent: Annotated[bool, Meta(title=N_("Their agreement"))] = False
    nonce: Annotated[str, Meta(max_length=100)] = ""


@get("/portal/rosters/dates/{roster_id:uuid}/door", who=Who.MEMBER, include_in_schema=False)
async def show_door(request: Request, db: Transaction, roster_id: FromPath[UUID]) -> Response[str]:
    return await door_page(request, db, await get_own_roster(request, db, roster_id), {"party_size": 1})


@post("/portal/rosters/dates/{roster_id:uuid}/walk-ins", who=Who.MEMBER, include_in_schema=False)
async def create_walk_in(request: Request, db: Transaction, roster_id: FromPath[UUID]) -> Response[Any]:
    roster = await get_own_roster(request, db, roster_id)
    typed = await typed_form(request)
    try:
        newcomer = from_form(Newcomer, typed)
        party = ByHand(
            roster_id=roster.id,
            name=newcomer.name,
            party_size=newcomer.party_size,
            consent=newcomer.consent,
            language=language_of(request).code,  # type: ignore[arg-type]  # one of ours
            is_here=True,
        )
        # So that nobody is on the list who could not be checked in.
        async with db.transaction():
            added = await add_by_hand(
                db, party, base_url=base_url(request), registration_id=id_of(roster, newcomer.nonce)
            )
    except Invalid as problem:
        return await door_page(request, db, roster, typed, problem)
    return see_other(f"/portal/rosters/dates/{roster.id}/door#party-{added.id}")


def id_of(roster: Roster, nonce: str) -> UUID:
    """The same for the same form, and nobody else's."""
    return uuid5(roster.id, nonce) if nonce else uuid4()


async def door_page(
    request: Request, db: Connection, roster: Roster, typed: dict[str, Any], problem: Invalid | None = None
) -> Response[str]:
    """All parties are in the page, and those that were not searched for are hidden, so that a script can show them."""
    counts = await attendance.find_counts(db, roster.id, since=roster.version)
    if counts is None:
        raise NotFound("roster")
    parties = await attendance.list_at_door(db, roster.id)
    searched = searched_for(request)
    return page(
        request,
        "door.html",
        event=(await events.find_many(db, [roster.event_id])).get(roster.event_id),
        roster=roster,
        counts=counts,
        is_door_open=is_door_open(roster, datetime.now(UTC)),
        q=searched,
        parties=parties,
        words={party.id: words_of(party) for party in parties},
        hidden={party.id for party in parties if not is_meant(party, searched)},
        form=form_for(request, Newcomer, {"nonce": uuid4().hex} | typed, problem),
    )


def searched_for(request: Request) -> str:
    try:
        return from_form(DoorSearch, dict(request.query_params)).q
    except Invalid:
        return ""


ROUTES = (show_door, create_walk_in)
