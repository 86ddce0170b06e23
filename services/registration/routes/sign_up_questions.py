"""The organiser's questions, one page for their list and one for each of them."""

from collections.abc import Callable, Sequence
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec.structs import replace

from services.registration.domain.questions import (
    condition_text,
    moved_down,
    moved_up,
    with_question,
    without_question,
)
from services.registration.domain.sign_up_settings import Question, SignUpSettings
from services.registration.routes.question_form import (
    OTHERS_DEPEND,
    about_this,
    kind_names,
    position_of,
    question_page,
    read_typed,
    typed_of,
    version_of,
)
from services.registration.routes.sign_up_settings import get_own_event, keep_on_page
from services.registration.tables import sign_up_settings
from shared.access import Who
from shared.database import Connection
from shared.messages.events import EventState
from shared.problems import FieldProblem, Invalid, NotFound
from shared.web import Request, Transaction, form_for, language_of, page, see_other, typed_form


@get("/portal/rosters/{event_id:uuid}/settings/questions", who=Who.MEMBER, include_in_schema=False)
async def list_questions(request: Request, db: Transaction, event_id: FromPath[UUID]) -> Response[str]:
    event = await get_own_event(request, db, event_id)
    return questions_page(request, event, await sign_up_settings.get(db, event_id))


@post(
    "/portal/rosters/{event_id:uuid}/settings/questions/{question_id:str}/position",
    who=Who.MEMBER,
    include_in_schema=False,
)
async def move_question(
    request: Request, db: Transaction, event_id: FromPath[UUID], question_id: FromPath[str]
) -> Response[str] | Redirect:
    """`direction` is `up` or `down`."""
    move = moved_down if (await typed_form(request)).get("direction") == "down" else moved_up
    return await change_list(request, db, event_id, lambda questions: move(questions, question_id))


@post(
    "/portal/rosters/{event_id:uuid}/settings/questions/{question_id:str}/removal",
    who=Who.MEMBER,
    include_in_schema=False,
)
async def remove_question(
    request: Request, db: Transaction, event_id: FromPath[UUID], question_id: FromPath[str]
) -> Response[str] | Redirect:
    return await change_list(request, db, event_id, lambda questions: without_question(questions, question_id))


async def change_list(
    request: Request,
    db: Connection,
    event_id: UUID,
    change: Callable[[Sequence[Question]], list[Question]],
) -> Response[str] | Redirect:
    event = await get_own_event(request, db, event_id)
    settings = await sign_up_settings.get(db, event_id)
    try:
        await keep_on_page(request, db, event, replace(settings, questions=change(settings.questions)))
    except Invalid:
        return questions_page(request, event, settings, Invalid(FieldProblem(field="", text=OTHERS_DEPEND)))
    return see_other(f"/portal/rosters/{event_id}/settings/questions")


def questions_page(
    request: Request, event: EventState, settings: SignUpSettings, problem: Invalid | None = None
) -> Response[str]:
    language = language_of(request).code
    by_id = {each.id: each for each in settings.asked}
    return page(
        request,
        "settings_questions.html",
        event=event,
        form=form_for(request, Question, {}, problem),
        rows=[(each, each.only_if and condition_text(each.only_if, by_id, language)) for each in settings.asked],
        kinds=kind_names(language),
    )


@get("/portal/rosters/{event_id:uuid}/settings/new-question", who=Who.MEMBER, include_in_schema=False)
async def new_question(request: Request, db: Transaction, event_id: FromPath[UUID]) -> Response[str]:
    event = await get_own_event(request, db, event_id)
    settings = await sign_up_settings.get(db, event_id)
    return question_page(request, event, settings, None, {"version": settings.version})


@post("/portal/rosters/{event_id:uuid}/settings/questions", who=Who.MEMBER, include_in_schema=False)
async def create_question(request: Request, db: Transaction, event_id: FromPath[UUID]) -> Response[str] | Redirect:
    event = await get_own_event(request, db, event_id)
    return await keep_question(request, db, event, await sign_up_settings.get(db, event_id), None)


@get("/portal/rosters/{event_id:uuid}/settings/questions/{question_id:str}", who=Who.MEMBER, include_in_schema=False)
async def edit_question(
    request: Request, db: Transaction, event_id: FromPath[UUID], question_id: FromPath[str]
) -> Response[str]:
    event = await get_own_event(request, db, event_id)
    settings = await sign_up_settings.get(db, event_id)
    question = get_asked(settings, question_id)
    return question_page(request, event, settings, question, typed_of(question) | {"version": settings.version})


@post("/portal/rosters/{event_id:uuid}/settings/questions/{question_id:str}", who=Who.MEMBER, include_in_schema=False)
async def update_question(
    request: Request, db: Transaction, event_id: FromPath[UUID], question_id: FromPath[str]
) -> Response[str] | Redirect:
    event = await get_own_event(request, db, event_id)
    settings = await sign_up_settings.get(db, event_id)
    return await keep_question(request, db, event, settings, get_asked(settings, question_id))


def get_asked(settings: SignUpSettings, question_id: str) -> Question:
    """Raises `NotFound`."""
    for question in settings.asked:
        if question.id == question_id:
            return question
    raise NotFound("question")


async def keep_question(
    request: Request, db: Connection, event: EventState, settings: SignUpSettings, before: Question | None
) -> Response[str] | Redirect:
    """Keep what was typed as a new question, or instead of the one `before`."""
    typed = await typed_form(request)
    try:
        questions = with_question(settings.questions, read_typed(typed, settings, before))
        changed = replace(settings, questions=questions, version=version_of(typed))
        await keep_on_page(request, db, event, changed)
    except Invalid as problem:
        shown = typed | {"version": settings.version}
        return question_page(
            request, event, settings, before, shown, about_this(problem, position_of(settings, before))
        )
    return see_other(f"/portal/rosters/{event.id}/settings/questions")


ROUTES = (
    list_questions,
    move_question,
    remove_question,
    new_question,
    create_question,
    edit_question,
    update_question,
)
