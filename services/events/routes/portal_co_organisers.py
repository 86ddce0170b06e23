"""Organisations that take part in each other's events: ask, decide, leave."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from services.events.commands.ask_to_co_organise import ask_to_co_organise
from services.events.commands.decide_co_organisation import decide_co_organisation
from services.events.commands.leave_co_organisation import leave_co_organisation
from services.events.domain.co_organisation import AskFields, DecisionFields
from services.events.domain.event import Event
from services.events.routes.api_events import caller, get_own
from services.events.tables import co_organisations, events
from shared import forms
from shared.access import Who
from shared.database import Connection
from shared.problems import Invalid, NotFound
from shared.web import Request, Transaction, base_url, form_for, page, principal_of, see_other, typed_form

CO_ORGANISERS = "/portal/events/{event_id:uuid}/co-organisers"


@get(CO_ORGANISERS, who=Who.MEMBER, include_in_schema=False)
async def new_co_organisation(request: Request, db: Transaction, event_id: FromPath[UUID]) -> Response[str]:
    """Where an organisation asks to join another's event, and sees what became of it."""
    return await joining_page(request, db, await get_other(request, db, event_id), {})


@post(CO_ORGANISERS, who=Who.MEMBER, include_in_schema=False)
async def create_co_organisation(
    request: Request, db: Transaction, event_id: FromPath[UUID]
) -> Response[str] | Redirect:
    event = await get_other(request, db, event_id)
    typed = await typed_form(request)
    try:
        note = forms.from_form(AskFields, typed).note
    except Invalid as problem:
        return await joining_page(request, db, event, typed, problem=problem)
    await ask_to_co_organise(
        db,
        event_id,
        organisation_id=caller(request),
        asking_name=principal_of(request).organisation_name,
        note=note,
        base_url=base_url(request),
    )
    return see_other(f"/portal/events/{event_id}/co-organisers")


@post(f"{CO_ORGANISERS}/{{organisation_id:uuid}}", who=Who.MEMBER, include_in_schema=False)
async def update_co_organisation(
    request: Request, db: Transaction, event_id: FromPath[UUID], organisation_id: FromPath[UUID]
) -> Redirect:
    """Accept an organisation that asked to join one's own event, or refuse it, also later."""
    await get_own(request, db, event_id)
    status = forms.from_form(DecisionFields, await typed_form(request)).status
    await decide_co_organisation(
        db, event_id, organisation_id=organisation_id, status=status, base_url=base_url(request)
    )
    return see_other(f"/portal/events/{event_id}#co-organisers")


@post(f"{CO_ORGANISERS}/withdrawal", who=Who.MEMBER, include_in_schema=False)
async def create_withdrawal(request: Request, db: Transaction, event_id: FromPath[UUID]) -> Redirect:
    """Do not take part any more, or do not ask to."""
    await leave_co_organisation(db, event_id, organisation_id=caller(request), base_url=base_url(request))
    return see_other("/portal")


async def get_other(request: Request, db: Connection, event_id: UUID) -> Event:
    """Another organisation's event that members may see. Raises `NotFound`."""
    event = await events.get(db, event_id)
    if not event.is_in_the_calendar or event.organisation_id == caller(request):
        raise NotFound("event")
    return event


async def joining_page(
    request: Request, db: Connection, event: Event, typed: dict[str, Any], *, problem: Invalid | None = None
) -> Response[str]:
    return page(
        request,
        "co_organise.html",
        event=event,
        joining=await co_organisations.find(db, event_id=event.id, organisation_id=caller(request)),
        form=form_for(request, AskFields, typed, problem),
    )
