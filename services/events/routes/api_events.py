"""Events in JSON."""

from uuid import UUID

from litestar import get, patch, post
from litestar.params import FromPath
from msgspec.structs import replace

from services.events.commands.cancel_event import cancel_event
from services.events.commands.change_event import change_event
from services.events.commands.draft_event import draft_event
from services.events.commands.postpone_event import postpone_event
from services.events.commands.publish_event import publish_event
from services.events.commands.return_event import return_event
from services.events.commands.submit_event import submit_event
from services.events.domain.event import Event, EventFields, ReturnFields
from services.events.domain.search import Search, cursor_of
from services.events.routes.events import find
from services.events.routes.views import EventList, EventView, may_change, may_see, views_of
from services.events.tables import events, occurrences
from shared import forms
from shared.access import Who
from shared.database import Connection
from shared.openapi import body_of, query_of
from shared.patching import patched
from shared.problems import NotFound
from shared.web import Request, Transaction, base_url, principal_of

PAGE_SIZE = 50


@get("/api/events", who=Who.ANYONE, operation_class=query_of(Search), tags=["events"])
async def list_events_json(request: Request, db: Transaction) -> EventList:
    """Events that are not over, or those between `from` and `to`, in the order of their dates.

    A series is there once, with its next date. Members see those that are internal to the network, too.
    """
    search = forms.from_form(Search, dict(request.query_params))
    found = await find(request, db, search, limit=PAGE_SIZE)
    items = await views_of(db, found.events, base_url=base_url(request), principal=request.user)
    return EventList(items=items, next_cursor=cursor_of(found.more) if found.more else None, is_near=found.is_near)


@get("/api/events/{event_id:uuid}", who=Who.ANYONE, tags=["events"])
async def show_event_json(request: Request, db: Transaction, event_id: FromPath[UUID]) -> EventView:
    event = await events.get(db, event_id)
    if not may_see(event, request.user):
        raise NotFound("event")
    return await answer(request, db, event)


@post("/api/events", who=Who.MEMBER, operation_class=body_of(EventFields), tags=["events"])
async def create_event_json(request: Request, db: Transaction) -> EventView:
    """A new draft of the calling organisation."""
    fields = forms.from_json(EventFields, await request.body())
    return await answer(
        request,
        db,
        await draft_event(
            db, fields, organisation_id=caller(request), base_url=base_url(request), by=principal_of(request).role
        ),
    )


@patch("/api/events/{event_id:uuid}", who=Who.MEMBER, operation_class=body_of(EventFields), tags=["events"])
async def update_event_json(request: Request, db: Transaction, event_id: FromPath[UUID]) -> EventView:
    """Change the fields that are sent, and leave the others (RFC 7396); null takes a field's value away."""
    event = await get_own(request, db, event_id)
    fields = patched(event.fields, forms.json_object(await request.body()))
    return await answer(
        request, db, await change_event(db, event_id, fields, base_url=base_url(request), by=principal_of(request).role)
    )


@post("/api/events/{event_id:uuid}/submission", who=Who.MEMBER, tags=["events"])
async def create_submission_json(request: Request, db: Transaction, event_id: FromPath[UUID]) -> EventView:
    await get_own(request, db, event_id)
    return await answer(
        request, db, await submit_event(db, event_id, base_url=base_url(request), by=principal_of(request).role)
    )


@post("/api/events/{event_id:uuid}/cancellation", who=Who.MEMBER, tags=["events"])
async def create_cancellation_json(request: Request, db: Transaction, event_id: FromPath[UUID]) -> EventView:
    await get_own(request, db, event_id)
    return await answer(request, db, await cancel_event(db, event_id, base_url=base_url(request)))


@post("/api/events/{event_id:uuid}/postponement", who=Who.MEMBER, tags=["events"])
async def create_postponement_json(request: Request, db: Transaction, event_id: FromPath[UUID]) -> EventView:
    """The date is off, and the new one not known yet; a PATCH with a new date publishes it again."""
    await get_own(request, db, event_id)
    return await answer(request, db, await postpone_event(db, event_id, base_url=base_url(request)))


@post("/api/events/{event_id:uuid}/publication", who=Who.COORDINATOR, tags=["events"])
async def create_publication_json(request: Request, db: Transaction, event_id: FromPath[UUID]) -> EventView:
    return await answer(request, db, await publish_event(db, event_id, base_url=base_url(request)))


@post(
    "/api/events/{event_id:uuid}/return",
    who=Who.COORDINATOR,
    operation_class=body_of(ReturnFields),
    tags=["events"],
)
async def create_return_json(request: Request, db: Transaction, event_id: FromPath[UUID]) -> EventView:
    why = forms.from_json(ReturnFields, await request.body())
    return await answer(request, db, await return_event(db, event_id, why, base_url=base_url(request)))


async def get_own(request: Request, db: Connection, event_id: UUID) -> Event:
    """The event, if the caller may change it. Raises `NotFound` otherwise: others need not know that it is there."""
    event = await events.get(db, event_id)
    if not may_change(event, request.user):
        raise NotFound("event")
    return event


async def answer(request: Request, db: Connection, event: Event) -> EventView:
    (view,) = await views_of(db, [event], base_url=base_url(request), principal=request.user)
    return replace(view, occurrences=await occurrences.list_of(db, event))


def caller(request: Request) -> UUID:
    """The organisation that calls."""
    return principal_of(request).organisation_id
