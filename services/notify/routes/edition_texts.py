"""An edition's own words in one more language."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from services.notify.commands.keep_edition_text import keep_edition_text
from services.notify.domain.edition import ChangedMeanwhile, Edition, EditionTranslation
from services.notify.routes.editing import somebody_was_faster, translation_of
from services.notify.tables import editions
from shared import forms
from shared.access import Who
from shared.forms import Form
from shared.problems import Invalid
from shared.translations import catalogue
from shared.web import Request, Transaction, language_of, page, see_other, typed_form


@get("/portal/newsletter/{edition_id:uuid}/texts/{code:str}", who=Who.COORDINATOR, include_in_schema=False)
async def edit_edition_text(
    request: Request, db: Transaction, edition_id: FromPath[UUID], code: FromPath[str]
) -> Response[str]:
    edition = await editions.get(db, edition_id)
    own = next((text for text in edition.texts if text.language == code), None)
    return text_page(request, edition, code, msgspec.structs.asdict(own) if own else {})


@post("/portal/newsletter/{edition_id:uuid}/texts/{code:str}", who=Who.COORDINATOR, include_in_schema=False)
async def update_edition_text(
    request: Request, db: Transaction, edition_id: FromPath[UUID], code: FromPath[str]
) -> Response[str] | Redirect:
    edition = await editions.get(db, edition_id)
    language = translation_of(code, original=edition.language)
    typed = await typed_form(request)
    try:
        await keep_edition_text(db, edition_id, language.code, forms.from_form(EditionTranslation, typed))
    except ChangedMeanwhile:
        return text_page(request, edition, code, typed, somebody_was_faster())
    except Invalid as problem:
        return text_page(request, edition, code, typed, problem)
    return see_other(f"/portal/newsletter/{edition_id}")


@post("/portal/newsletter/{edition_id:uuid}/texts/{code:str}/deletion", who=Who.COORDINATOR, include_in_schema=False)
async def create_edition_text_deletion(db: Transaction, edition_id: FromPath[UUID], code: FromPath[str]) -> Redirect:
    edition = await editions.get(db, edition_id)
    await editions.delete_text(db, edition_id, translation_of(code, original=edition.language).code)
    return see_other(f"/portal/newsletter/{edition_id}")


def text_page(
    request: Request, edition: Edition, code: str, typed: dict[str, Any], problem: Invalid | None = None
) -> Response[str]:
    """Raises `NotFound` for a language that is none."""
    return page(
        request,
        "edition_text_form.html",
        status=problem.status if problem else 200,
        translated=edition,
        into=translation_of(code, original=edition.language),
        is_there=any(text.language == code for text in edition.texts),
        form=Form(EditionTranslation, catalogue(language_of(request).code), typed, problem),
    )


ROUTES = (edit_edition_text, update_edition_text, create_edition_text_deletion)
