"""The coordinator's queue: look entries through, publish them or give them back."""

from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec import Struct

from services.events.commands.publish_event import publish_event
from services.events.commands.return_event import return_event
from services.events.domain.event import RETURN_REASON_NAMES, ReturnFields
from services.events.routes.campaign_answers import asked_of
from services.events.routes.events import shown
from services.events.routes.history import history_of
from services.events.tables import events
from shared import forms
from shared.access import Who
from shared.database import Connection
from shared.problems import Invalid
from shared.translations import catalogue
from shared.web import Request, Transaction, base_url, form_for, language_of, page, see_other, typed_form


class Ticked(Struct, frozen=True, kw_only=True):
    """The entries that were ticked in the queue."""

    event_ids: list[UUID] = []


@get("/portal/queue", who=Who.COORDINATOR, include_in_schema=False)
async def list_queue(request: Request, db: Transaction) -> Response[str]:
    return page(request, "queue.html", events=await events.list_submitted(db))


@get("/portal/queue/{event_id:uuid}", who=Who.COORDINATOR, include_in_schema=False)
async def show_queued(request: Request, db: Transaction, event_id: FromPath[UUID]) -> Response[str]:
    return await queued_page(request, db, event_id, {})


@post("/portal/queue/{event_id:uuid}/publication", who=Who.COORDINATOR, include_in_schema=False)
async def create_publication(request: Request, db: Transaction, event_id: FromPath[UUID]) -> Redirect:
    await publish_event(db, event_id, base_url=base_url(request))
    return see_other("/portal/queue")


@post("/portal/queue/publications", who=Who.COORDINATOR, include_in_schema=False)
async def create_publications(request: Request, db: Transaction) -> Redirect:
    """Publish all that were ticked; one that somebody else has decided on meanwhile is left as it is."""
    ticked = forms.from_form(Ticked, await typed_form(request)).event_ids
    waiting = {event.id for event in await events.list_submitted(db)}
    for event_id in ticked:
        if event_id in waiting:
            await publish_event(db, event_id, base_url=base_url(request))
    return see_other("/portal/queue")


@post("/portal/queue/{event_id:uuid}/return", who=Who.COORDINATOR, include_in_schema=False)
async def create_return(request: Request, db: Transaction, event_id: FromPath[UUID]) -> Response[str] | Redirect:
    typed = await typed_form(request)
    try:
        why = forms.from_form(ReturnFields, typed)
    except Invalid as problem:
        return await queued_page(request, db, event_id, typed, problem=problem)
    await return_event(db, event_id, why, base_url=base_url(request))
    return see_other("/portal/queue")


async def queued_page(
    request: Request, db: Connection, event_id: UUID, typed: dict[str, str], *, problem: Invalid | None = None
) -> Response[str]:
    translations = catalogue(language_of(request).code)
    event = await events.get(db, event_id)
    return page(
        request,
        "queued_event.html",
        **await shown(request, db, event),
        asked=await asked_of(db, event),
        lines=await history_of(request, db, event_id),
        form=form_for(request, ReturnFields, typed, problem),
        reasons=[(reason.value, translations.gettext(name)) for reason, name in RETURN_REASON_NAMES.items()],
    )
