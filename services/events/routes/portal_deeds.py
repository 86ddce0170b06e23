"""What a partner does with an entry as a whole: see it as others will, submit, postpone, cancel."""

from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec.structs import replace

from services.events.commands.cancel_event import cancel_event
from services.events.commands.postpone_event import postpone_event
from services.events.commands.submit_event import submit_event
from services.events.domain.campaign_questions import AnswersMissing
from services.events.domain.entry_steps import Step
from services.events.domain.event import Event
from services.events.routes.api_events import get_own
from services.events.routes.campaign_answers import answers_page
from services.events.routes.entry_form import form_page, step_of, typed_of
from services.events.routes.entry_steps import frame_of
from services.events.routes.events import shown
from services.events.routes.linked_data import event_links
from services.events.tables.rosters import Seats
from shared.access import Who
from shared.messages.events import EventStatus
from shared.problems import Invalid
from shared.web import Request, Transaction, base_url, page, principal_of, see_other


@get("/portal/events/{event_id:uuid}/preview", who=Who.MEMBER, include_in_schema=False)
async def show_preview(request: Request, db: Transaction, event_id: FromPath[UUID]) -> Response[str]:
    """The public page as everybody will see it."""
    event = as_published(await get_own(request, db, event_id))
    context = await shown(request, db, event) | event_links(request, event_id) | {"may_change": False}
    if event.takes_registrations and context["seats"] is None:
        context["seats"] = Seats(event_id=event.id, left=event.capacity, waiting_count=0, is_open=True)
    return page(request, "event_preview.html", **context)


def as_published(event: Event) -> Event:
    return event if event.is_in_the_calendar else replace(event, status=EventStatus.PUBLISHED)


@post("/portal/events/{event_id:uuid}/submission", who=Who.MEMBER, include_in_schema=False)
async def create_submission(request: Request, db: Transaction, event_id: FromPath[UUID]) -> Response[str] | Redirect:
    event = await get_own(request, db, event_id)
    try:
        await submit_event(db, event_id, base_url=base_url(request), by=principal_of(request).role)
    except AnswersMissing as problem:
        return await answers_page(request, db, event, problem=problem)
    except Invalid as problem:
        # What is missing is shown where it can be filled in.
        frame = frame_of(event, step_of(problem.errors[0].field) or Step.WHAT)
        return await form_page(request, db, typed_of(event.fields), frame, problem=problem)
    return see_other(f"/portal/events/{event_id}")


@post("/portal/events/{event_id:uuid}/postponement", who=Who.MEMBER, include_in_schema=False)
async def create_postponement(request: Request, db: Transaction, event_id: FromPath[UUID]) -> Redirect:
    await get_own(request, db, event_id)
    await postpone_event(db, event_id, base_url=base_url(request))
    return see_other(f"/portal/events/{event_id}")


@post("/portal/events/{event_id:uuid}/cancellation", who=Who.MEMBER, include_in_schema=False)
async def create_cancellation(request: Request, db: Transaction, event_id: FromPath[UUID]) -> Redirect:
    await get_own(request, db, event_id)
    await cancel_event(db, event_id, base_url=base_url(request))
    return see_other(f"/portal/events/{event_id}")
