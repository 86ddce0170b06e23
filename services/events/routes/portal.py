"""A partner's own entries: all of them, one, and the form to make and change one."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec.structs import replace

from services.events.commands.change_event import change_event
from services.events.commands.draft_event import draft_event
from services.events.domain.event import EventFields
from services.events.routes.api_events import base_url, caller, get_own, role_of
from services.events.routes.entry_form import Frame, checked_page, fields_in, form_page, typed_of
from services.events.routes.own_entries import board_of
from services.events.routes.own_entry import own_page
from services.events.tables import co_organisations, events
from shared.access import Who
from shared.categories import Category
from shared.problems import Invalid
from shared.translations import N_
from shared.web import Request, Transaction, page, see_other, typed_form

CHECK = "check"


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


@get("/portal/events/new", who=Who.MEMBER, include_in_schema=False)
async def new_event(request: Request, db: Transaction) -> Response[str]:
    """An empty form, or with `copy` one that is filled from an entry which the reader may change."""
    time_zone = request.app.state.settings.network_time_zone
    fresh: dict[str, Any] = {"time_zone": time_zone, "languages": ["de"], "category": Category.OTHER.value}
    if copied := key_in(request.query_params, "copy"):
        fresh = typed_of(without_dates((await get_own(request, db, copied)).fields)) | {"copied_from": str(copied)}
    if campaign := request.query_params.get("campaign"):
        fresh["campaign"] = campaign
    return await form_page(request, db, fresh | {"request_key": str(uuid4())}, NEW)


@post("/portal/events", who=Who.MEMBER, include_in_schema=False)
async def create_event(request: Request, db: Transaction) -> Response[str] | Redirect:
    typed = await typed_form(request)
    copied = key_in(typed, "copied_from")
    if copied:
        await get_own(request, db, copied)
    if CHECK in typed:
        return await checked_page(request, db, typed, NEW)
    try:
        event = await draft_event(
            db,
            fields_in(typed),
            organisation_id=caller(request),
            base_url=base_url(request),
            by=role_of(request),
            request_key=key_in(typed, "request_key"),
            copied_from=copied,
        )
    except Invalid as problem:
        return await form_page(request, db, typed, NEW, problem=problem)
    return see_other(f"/portal/events/{event.id}")


@get("/portal/events/{event_id:uuid}", who=Who.MEMBER, include_in_schema=False)
async def show_own_event(request: Request, db: Transaction, event_id: FromPath[UUID]) -> Response[str]:
    return await own_page(request, db, await get_own(request, db, event_id))


@get("/portal/events/{event_id:uuid}/edit", who=Who.MEMBER, include_in_schema=False)
async def edit_event(request: Request, db: Transaction, event_id: FromPath[UUID]) -> Response[str]:
    event = await get_own(request, db, event_id)
    return await form_page(request, db, typed_of(event.fields), change_of(event_id))


@post("/portal/events/{event_id:uuid}", who=Who.MEMBER, include_in_schema=False)
async def update_event(request: Request, db: Transaction, event_id: FromPath[UUID]) -> Response[str] | Redirect:
    await get_own(request, db, event_id)
    typed = await typed_form(request)
    if CHECK in typed:
        return await checked_page(request, db, typed, change_of(event_id))
    try:
        await change_event(db, event_id, fields_in(typed), base_url=base_url(request), by=role_of(request))
    except Invalid as problem:
        return await form_page(request, db, typed, change_of(event_id), problem=problem)
    return see_other(f"/portal/events/{event_id}")


NEW = Frame(action="/portal/events", back="/portal", heading=N_("New event"), is_new=True)


def change_of(event_id: UUID) -> Frame:
    own = f"/portal/events/{event_id}"
    return Frame(action=own, back=own, heading=N_("Change the entry"), event_id=event_id)


def without_dates(fields: EventFields) -> EventFields:
    """What stays true another year."""
    return replace(
        fields,
        starts_at=None,
        ends_at=None,
        starts_on=None,
        ends_on=None,
        recurrence=None,
        campaign=None,
        is_sold_out=False,
    )


def key_in(typed: Any, name: str) -> UUID | None:
    """An id that a form or an address carries; one that somebody tampered with is as good as none."""
    try:
        return UUID(typed.get(name, ""))
    except (ValueError, AttributeError):
        return None
