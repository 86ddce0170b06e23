"""A partner's own entries: all of them, and one."""

from datetime import UTC, datetime
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from services.events.domain.campaign import Campaign, is_call_open
from services.events.domain.event import RETURN_REASON_NAMES
from services.events.domain.to_do import soon, to_dos
from services.events.routes.api_events import caller, get_own
from services.events.routes.own_entries import board_of
from services.events.routes.own_entry import own_page
from services.events.tables import campaign_entries, campaigns, co_organisations, events
from shared.access import Who
from shared.database import Connection
from shared.web import Request, Transaction, page, principal_of, today_of


@get("/portal", who=Who.MEMBER, include_in_schema=False)
async def list_own_events(request: Request, db: Transaction) -> Response[str]:
    now = datetime.now(UTC)
    today = today_of(request)
    own = await events.list_of_organisation(db, caller(request))
    joined = await co_organisations.list_joined(db, caller(request))
    joined_events = await events.load(db, [each.event_id for each in joined])
    board = await board_of(db, own, now=now)
    is_coordinator = principal_of(request).is_coordinator
    return page(
        request,
        "portal.html",
        board=board,
        to_dos=to_dos(board.unfinished, await co_organisations.list_asked(db, caller(request)), today=today),
        soon=soon(board.coming, today=today),
        calls=await open_calls(db, caller(request), now=now),
        queued_count=await events.count_submitted(db) if is_coordinator else 0,
        return_reasons=RETURN_REASON_NAMES,
        joined=[(event, each) for event, each in zip(joined_events, joined, strict=True) if event.is_in_the_calendar],
    )


async def open_calls(db: Connection, organisation_id: UUID, *, now: datetime) -> list[Campaign]:
    """Those that others made, and in which the organisation has nothing yet."""
    entered = await campaign_entries.list_entered(db, organisation_id)
    return [
        each
        for each in await campaigns.list_all(db)
        if is_call_open(each, each.today(now)) and each.id not in entered and each.organisation_id != organisation_id
    ]


@get("/portal/events/{event_id:uuid}", who=Who.MEMBER, include_in_schema=False)
async def show_own_event(request: Request, db: Transaction, event_id: FromPath[UUID]) -> Response[str]:
    return await own_page(request, db, await get_own(request, db, event_id))
