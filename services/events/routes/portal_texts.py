"""A partner's own entry in other languages, side by side with the original."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from services.events.commands.keep_text import keep_text
from services.events.commands.remove_text import remove_text
from services.events.domain.event import Event
from services.events.domain.texts import TEXT_LANGUAGES, TextFields, check_language
from services.events.routes.api_events import get_own
from shared import forms
from shared.access import Who
from shared.formats import language_name
from shared.problems import Invalid, NotFound
from shared.web import Request, Transaction, base_url, form_for, language_of, page, see_other, typed_form

TEXTS = "/portal/events/{event_id:uuid}/texts"
TEXT = f"{TEXTS}/{{language:str}}"


@get(TEXTS, who=Who.MEMBER, include_in_schema=False)
async def list_texts(request: Request, db: Transaction, event_id: FromPath[UUID]) -> Response[str] | Redirect:
    """The languages that there are; with `language` one goes on to the text in it."""
    event = await get_own(request, db, event_id)
    language = language_of(request).code
    if (chosen := request.query_params.get("language")) in missing_languages(event):
        return see_other(f"/portal/events/{event_id}/texts/{chosen}")
    return page(
        request,
        "texts.html",
        event=event,
        original=language_name(event.language, language),
        texts=[(text, language_name(text.language, language)) for text in event.texts],
        missing=[(code, language_name(code, language)) for code in missing_languages(event)],
    )


@get(TEXT, who=Who.MEMBER, include_in_schema=False)
async def edit_text(
    request: Request, db: Transaction, event_id: FromPath[UUID], language: FromPath[str]
) -> Response[str]:
    event = await get_own(request, db, event_id)
    text = next((each for each in event.texts if each.language == language), None)
    typed = {"title": text.title, "description": text.description} if text else {}
    return text_page(request, event, language, typed)


@post(TEXT, who=Who.MEMBER, include_in_schema=False)
async def update_text(
    request: Request, db: Transaction, event_id: FromPath[UUID], language: FromPath[str]
) -> Response[str] | Redirect:
    event = await get_own(request, db, event_id)
    typed = await typed_form(request)
    try:
        await keep_text(db, event_id, language, forms.from_form(TextFields, typed), base_url=base_url(request))
    except Invalid as problem:
        return text_page(request, event, language, typed, problem=problem)
    return see_other(f"/portal/events/{event_id}/texts")


@post(f"{TEXT}/removal", who=Who.MEMBER, include_in_schema=False)
async def create_text_removal(
    request: Request, db: Transaction, event_id: FromPath[UUID], language: FromPath[str]
) -> Redirect:
    await get_own(request, db, event_id)
    await remove_text(db, event_id, language, base_url=base_url(request))
    return see_other(f"/portal/events/{event_id}/texts")


def text_page(
    request: Request, event: Event, language: str, typed: dict[str, Any], *, problem: Invalid | None = None
) -> Response[str]:
    """Raises `NotFound` for a language in which this entry cannot have a text."""
    try:
        check_language(language, original=event.language)
    except Invalid as error:
        raise NotFound("language") from error
    reader = language_of(request).code
    return page(
        request,
        "text_form.html",
        event=event,
        original=language_name(event.language, reader),
        code=language,
        name=language_name(language, reader),
        stored=next((each for each in event.texts if each.language == language), None),
        form=form_for(request, TextFields, typed, problem),
    )


def missing_languages(event: Event) -> list[str]:
    there = {event.language, *(text.language for text in event.texts)}
    return [code for code in TEXT_LANGUAGES if code not in there]
