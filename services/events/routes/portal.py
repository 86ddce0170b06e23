"""A partner's own entries: draft, change, submit, call off."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from services.events.commands.cancel_event import cancel_event
from services.events.commands.change_event import change_event
from services.events.commands.draft_event import draft_event
from services.events.commands.submit_event import submit_event
from services.events.domain.campaign_questions import AnswersMissing
from services.events.domain.event import EDITABLE, RETURN_REASON_NAMES, EventFields
from services.events.routes.api_events import base_url, caller, get_own, role_of
from services.events.routes.campaign_answers import answers_page, asked_of
from services.events.routes.cards import choices
from services.events.routes.events import shown
from services.events.tables import campaigns, events, rosters
from shared import forms
from shared.access import Who
from shared.database import Connection
from shared.formats import last_day
from shared.forms import Form
from shared.problems import Invalid
from shared.translations import LANGUAGES, catalogue
from shared.web import Request, Transaction, language_of, page, see_other, typed_form


@get("/portal", who=Who.MEMBER, include_in_schema=False)
async def list_own_events(request: Request, db: Transaction) -> Response[str]:
    own = await events.list_of_organisation(db, caller(request))
    today = datetime.now(request.app.state.settings.zone).date()
    return page(
        request,
        "portal.html",
        events=[event for event in own if (last_day(event) or today) >= today],
        past=[event for event in own if (last_day(event) or today) < today],
        seats=await rosters.list_for(db, [event.id for event in own]),
    )


@get("/portal/events/new", who=Who.MEMBER, include_in_schema=False)
async def new_event(request: Request, db: Transaction) -> Response[str]:
    settings = request.app.state.settings
    fresh = {"time_zone": settings.network_time_zone, "languages": ["de"], "request_key": str(uuid4())}
    return await form_page(request, db, fresh | {"campaign": request.query_params.get("campaign", "")})


@post("/portal/events", who=Who.MEMBER, include_in_schema=False)
async def create_event(request: Request, db: Transaction) -> Response[str] | Redirect:
    typed = await typed_form(request)
    try:
        event = await draft_event(
            db,
            forms.from_form(EventFields, typed),
            organisation_id=caller(request),
            base_url=base_url(request),
            by=role_of(request),
            request_key=key_of(typed),
        )
    except Invalid as problem:
        return await form_page(request, db, typed, problem=problem)
    return see_other(f"/portal/events/{event.id}")


@get("/portal/events/{event_id:uuid}", who=Who.MEMBER, include_in_schema=False)
async def show_own_event(request: Request, db: Transaction, event_id: FromPath[UUID]) -> Response[str]:
    event = await get_own(request, db, event_id)
    return page(
        request,
        "own_event.html",
        **await shown(request, db, event),
        return_reason=RETURN_REASON_NAMES[event.return_reason] if event.return_reason else None,
        editable=event.status in EDITABLE,
        asked=await asked_of(db, event),
    )


@get("/portal/events/{event_id:uuid}/edit", who=Who.MEMBER, include_in_schema=False)
async def edit_event(request: Request, db: Transaction, event_id: FromPath[UUID]) -> Response[str]:
    event = await get_own(request, db, event_id)
    return await form_page(request, db, typed_of(event.fields), event_id=event_id)


@post("/portal/events/{event_id:uuid}", who=Who.MEMBER, include_in_schema=False)
async def update_event(request: Request, db: Transaction, event_id: FromPath[UUID]) -> Response[str] | Redirect:
    await get_own(request, db, event_id)
    typed = await typed_form(request)
    try:
        await change_event(
            db, event_id, forms.from_form(EventFields, typed), base_url=base_url(request), by=role_of(request)
        )
    except Invalid as problem:
        return await form_page(request, db, typed, event_id=event_id, problem=problem)
    return see_other(f"/portal/events/{event_id}")


@post("/portal/events/{event_id:uuid}/submission", who=Who.MEMBER, include_in_schema=False)
async def create_submission(request: Request, db: Transaction, event_id: FromPath[UUID]) -> Response[str] | Redirect:
    event = await get_own(request, db, event_id)
    try:
        await submit_event(db, event_id, base_url=base_url(request), by=role_of(request))
    except AnswersMissing as problem:
        return await answers_page(request, db, event, problem=problem)
    except Invalid as problem:
        # What is missing is shown where it can be filled in.
        return await form_page(request, db, typed_of(event.fields), event_id=event_id, problem=problem)
    return see_other(f"/portal/events/{event_id}")


@post("/portal/events/{event_id:uuid}/cancellation", who=Who.MEMBER, include_in_schema=False)
async def create_cancellation(request: Request, db: Transaction, event_id: FromPath[UUID]) -> Redirect:
    await get_own(request, db, event_id)
    await cancel_event(db, event_id, base_url=base_url(request))
    return see_other(f"/portal/events/{event_id}")


async def form_page(
    request: Request,
    db: Connection,
    typed: dict[str, Any],
    *,
    event_id: UUID | None = None,
    problem: Invalid | None = None,
) -> Response[str]:
    """The form of an entry with what was typed, and what is wrong with it."""
    open_campaigns = await campaigns.list_to_come(db, today=datetime.now(request.app.state.settings.zone).date())
    language = language_of(request)
    translations = catalogue(language.code)
    return page(
        request,
        "event_form.html",
        status=422 if problem else 200,
        form=Form(EventFields, translations, typed, problem),
        event_id=event_id,
        campaigns=[(each.slug, f"{each.title} {each.starts_on.year}") for each in open_campaigns],
        text_languages=[(each.code, each.name) for each in LANGUAGES],
        **choices(language.code, translations.gettext),
    )


def typed_of(fields: EventFields) -> dict[str, Any]:
    """The fields as the form would send them."""
    typed: dict[str, Any] = msgspec.to_builtins(fields)
    place = typed.pop("place") or {}
    return typed | {f"place.{name}": value for name, value in place.items()}


def key_of(typed: dict[str, Any]) -> UUID | None:
    """The nonce in the form; one that somebody tampered with is as good as none."""
    try:
        return UUID(typed.get("request_key", ""))
    except ValueError:
        return None
