"""What a campaign asks of an entry, and what its organisation answers: as a page and in JSON."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post, put
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec import Struct

from services.events.commands.answer_campaign import answer_campaign
from services.events.domain.campaign_questions import QuestionKind, field_of
from services.events.domain.event import Event
from services.events.routes.api_events import get_own
from services.events.tables import campaign_answers, campaigns
from shared import forms
from shared.access import Who
from shared.database import Connection
from shared.problems import Invalid
from shared.web import Request, Transaction, form_for, page, see_other, typed_form

PREFIX = "campaign_answers."


class AskedView(Struct, frozen=True, kw_only=True):
    """A question and the answer given; of a choice, `options` are what can be answered; yes or no is `yes` or `no`."""

    id: UUID
    question: str
    kind: QuestionKind
    options: list[str]
    is_required: bool
    answer: str


class AnswersForm(Struct, frozen=True, kw_only=True):
    """Its fields are the campaign's questions."""


async def asked_of(db: Connection, event: Event) -> list[AskedView]:
    """What the event's campaign asks, with its answers."""
    if event.campaign is None:
        return []
    campaign = await campaigns.get_by_slug(db, event.campaign)
    answers = await campaign_answers.of_event(db, event.id) if campaign.questions else {}
    return [
        AskedView(
            id=each.id,
            question=each.label,
            kind=each.kind,
            options=each.options,
            is_required=each.is_required,
            answer=answers.get(each.id, ""),
        )
        for each in campaign.questions
    ]


@get("/portal/events/{event_id:uuid}/campaign-answers", who=Who.MEMBER, include_in_schema=False)
async def edit_campaign_answers(request: Request, db: Transaction, event_id: FromPath[UUID]) -> Response[str]:
    return await answers_page(request, db, await get_own(request, db, event_id))


@post("/portal/events/{event_id:uuid}/campaign-answers", who=Who.MEMBER, include_in_schema=False)
async def update_campaign_answers(
    request: Request, db: Transaction, event_id: FromPath[UUID]
) -> Response[str] | Redirect:
    event = await get_own(request, db, event_id)
    typed = await typed_form(request)
    given = {name.removeprefix(PREFIX): value for name, value in typed.items() if name.startswith(PREFIX)}
    try:
        await answer_campaign(db, event, given)
    except Invalid as problem:
        return await answers_page(request, db, event, typed=typed, problem=problem)
    return see_other(f"/portal/events/{event_id}")


async def answers_page(
    request: Request,
    db: Connection,
    event: Event,
    *,
    typed: dict[str, Any] | None = None,
    problem: Invalid | None = None,
) -> Response[str]:
    """The questions with what was answered or typed, and what is wrong with it."""
    asked = await asked_of(db, event)
    answered = {field_of(each.id): each.answer for each in asked}
    form = form_for(request, AnswersForm, answered if typed is None else typed, problem)
    form.labels = {field_of(each.id): each.question for each in asked}
    return page(request, "campaign_answers.html", event=event, asked=asked, form=form)


@get("/api/events/{event_id:uuid}/campaign-answers", who=Who.MEMBER, tags=["campaigns"])
async def show_campaign_answers_json(request: Request, db: Transaction, event_id: FromPath[UUID]) -> list[AskedView]:
    """What the event's campaign asks beyond the usual, with the answers."""
    return await asked_of(db, await get_own(request, db, event_id))


@put("/api/events/{event_id:uuid}/campaign-answers", who=Who.MEMBER, tags=["campaigns"])
async def update_campaign_answers_json(request: Request, db: Transaction, event_id: FromPath[UUID]) -> list[AskedView]:
    """All the answers, as an object by the question's id; those left out are taken away."""
    event = await get_own(request, db, event_id)
    await answer_campaign(db, event, forms.json_object(await request.body()))
    return await asked_of(db, event)
