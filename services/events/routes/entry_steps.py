"""The form of an entry, in steps: each is a page of its own, and saves what was said on it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec.structs import replace

from services.events.commands.change_event import change_event
from services.events.commands.draft_event import draft_event
from services.events.domain.entry_steps import Step, step_after
from services.events.domain.event import Event, EventFields, WrongStatus
from services.events.routes.api_events import caller, get_own
from services.events.routes.entry_form import (
    CHECK,
    Frame,
    checked_page,
    fields_in,
    form_page,
    key_in,
    step_of,
    typed_of,
)
from shared.access import Who
from shared.categories import Category
from shared.messages.events import EventStatus
from shared.problems import Invalid, NotFound
from shared.translations import N_
from shared.web import Request, Transaction, base_url, principal_of, see_other, typed_form

# Says that the step is to be saved while its reader goes on typing.
IN_THE_BACKGROUND = "background"
UNSEEN = (EventStatus.DRAFT, EventStatus.RETURNED)


@get("/portal/events/new", who=Who.MEMBER, include_in_schema=False)
async def new_event(request: Request, db: Transaction) -> Response[str]:
    """The first step, empty, or with `copy` one that is filled from an entry which the reader may change."""
    fresh: dict[str, Any] = {"category": Category.OTHER.value}
    if copied := key_in(request.query_params, "copy"):
        fresh = typed_of((await get_own(request, db, copied)).fields) | {"copied_from": str(copied), "campaign": ""}
    if campaign := request.query_params.get("campaign"):
        fresh["campaign"] = campaign
    return await form_page(request, db, fresh | {"request_key": str(uuid4())}, NEW)


@post("/portal/events", who=Who.MEMBER, include_in_schema=False)
async def create_event(request: Request, db: Transaction) -> Response[str] | Redirect:
    """A draft of what was typed, which may be all of it; the rest is as usual, or as in the entry it is copied from."""
    typed = await typed_form(request)
    said: dict[str, Any] = {"time_zone": request.app.state.settings.network_time_zone, "languages": ["de"]}
    if copied := key_in(typed, "copied_from"):
        said = typed_of(without_dates((await get_own(request, db, copied)).fields))
    try:
        event = await draft_event(
            db,
            fields_in(said | typed),
            organisation_id=caller(request),
            base_url=base_url(request),
            by=principal_of(request).role,
            request_key=key_in(typed, "request_key"),
            copied_from=copied,
        )
    except Invalid as problem:
        is_first_step = {step_of(name) for name in typed} <= {Step.WHAT, None}
        return await form_page(request, db, typed, NEW if is_first_step else WHOLE, problem=problem)
    return see_other(f"/portal/events/{event.id}/edit/{Step.WHEN}")


@get("/portal/events/{event_id:uuid}/edit", who=Who.MEMBER, include_in_schema=False)
async def edit_event(event_id: FromPath[UUID]) -> Redirect:
    return see_other(f"/portal/events/{event_id}/edit/{Step.WHAT}")


@get("/portal/events/{event_id:uuid}/edit/{step:str}", who=Who.MEMBER, include_in_schema=False)
async def edit_step(request: Request, db: Transaction, event_id: FromPath[UUID], step: FromPath[str]) -> Response[str]:
    event = await get_own(request, db, event_id)
    return await form_page(request, db, typed_of(event.fields), frame_of(event, step))


@post("/portal/events/{event_id:uuid}/edit/{step:str}", who=Who.MEMBER, include_in_schema=False)
async def update_step(
    request: Request, db: Transaction, event_id: FromPath[UUID], step: FromPath[str]
) -> Response[str] | Response[None] | Redirect:
    """Only what this step asks changes; of what everybody sees, nothing changes while it is being typed."""
    event = await get_own(request, db, event_id)
    frame = frame_of(event, step)
    said = await typed_form(request)
    typed = with_step(typed_of(event.fields), Step(step), said)
    if CHECK in said:
        return await checked_page(request, db, typed, frame)
    if IN_THE_BACKGROUND in said and event.status not in UNSEEN:
        raise WrongStatus
    try:
        await change_event(db, event_id, fields_in(typed), base_url=base_url(request), by=principal_of(request).role)
    except Invalid as problem:
        return await form_page(request, db, typed, frame, problem=problem)
    if IN_THE_BACKGROUND in said:
        return Response(None, status_code=204)
    own, after = f"/portal/events/{event_id}", step_after(Step(step))
    return see_other(f"{own}/edit/{after}" if after and "finish" not in said else own)


NEW = Frame(action="/portal/events", back="/portal", step=Step.WHAT)
# For what was sent in one go, so that all that is wrong stands beside its field.
WHOLE = Frame(action="/portal/events", back="/portal", heading=N_("New event"))


def frame_of(event: Event, step: str) -> Frame:
    """Raises `NotFound` for a step that there is not."""
    if step not in set(Step):
        raise NotFound("page")
    own = f"/portal/events/{event.id}"
    return Frame(action=f"{own}/edit/{step}", back=own, step=Step(step), event=event, is_unseen=event.status in UNSEEN)


def with_step(typed: Mapping[str, Any], step: Step, said: Mapping[str, Any]) -> dict[str, Any]:
    """All that the entry says, with what was said in one step in the place of what that step said before."""
    others = {name: value for name, value in typed.items() if step_of(name) is not step}
    return others | {name: value for name, value in said.items() if step_of(name) is step}


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
