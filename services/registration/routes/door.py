"""The list at the door, made for a phone: one row for each party, one tap for each arrival."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.registration.domain.attendance import is_door_open
from services.registration.domain.door import is_meant, words_of
from services.registration.routes.own import get_own_roster
from services.registration.tables import attendance, events
from shared.access import Who
from shared.forms import from_form
from shared.problems import Invalid, NotFound
from shared.translations import N_
from shared.web import Request, Transaction, page


class DoorSearch(Struct, frozen=True, kw_only=True):
    q: Annotated[str, Meta(title=N_("Name, mail or phone"), max_length=100)] = ""


@get("/portal/rosters/dates/{roster_id:uuid}/door", who=Who.MEMBER, include_in_schema=False)
async def show_door(request: Request, db: Transaction, roster_id: FromPath[UUID]) -> Response[str]:
    """All parties are in the page, and those that were not searched for are hidden, so that a script can show them."""
    roster = await get_own_roster(request, db, roster_id)
    counts = await attendance.find_counts(db, roster.id, since=roster.version)
    if counts is None:
        raise NotFound("roster")
    try:
        typed = from_form(DoorSearch, dict(request.query_params)).q
    except Invalid:
        typed = ""
    parties = await attendance.list_at_door(db, roster.id)
    return page(
        request,
        "door.html",
        event=(await events.find_many(db, [roster.event_id])).get(roster.event_id),
        roster=roster,
        counts=counts,
        is_door_open=is_door_open(roster, datetime.now(UTC)),
        q=typed,
        parties=parties,
        words={party.id: words_of(party) for party in parties},
        hidden={party.id for party in parties if not is_meant(party, typed)},
    )


ROUTES = (show_door,)
