"""A partner's own entries: all of them, and one."""

from datetime import UTC, datetime
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from services.events.routes.api_events import caller, get_own
from services.events.routes.own_entries import board_of
from services.events.routes.own_entry import own_page
from services.events.tables import co_organisations, events
from shared.access import Who
from shared.web import Request, Transaction, page


@get("/portal", who=Who.MEMBER, include_in_schema=False)
async def list_own_events(request: Request, db: Transaction) -> Response[str]:
    own = await events.list_of_organisation(db, caller(request))
    joined = await co_organisations.list_joined(db, caller(request))
    joined_events = await events.load(db, [each.event_id for each in joined])
    return page(
        request,
        "portal.html",
        board=await board_of(db, own, now=datetime.now(UTC)),
        joined=[(event, each) for event, each in zip(joined_events, joined, strict=True) if event.is_in_the_calendar],
    )


@get("/portal/events/{event_id:uuid}", who=Who.MEMBER, include_in_schema=False)
async def show_own_event(request: Request, db: Transaction, event_id: FromPath[UUID]) -> Response[str]:
    return await own_page(request, db, await get_own(request, db, event_id))
