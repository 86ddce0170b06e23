"""An edition's own words in one more language."""

from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from services.notify.commands.keep_edition_text import keep_edition_text
from services.notify.domain.edition import EditionTranslation
from services.notify.routes.editing import to_send_again, translation_of, translation_page
from services.notify.tables import editions
from shared import forms
from shared.access import Who
from shared.problems import Invalid
from shared.web import Request, Transaction, see_other, typed_form

TEMPLATE = "edition_text_form.html"


@get("/portal/newsletter/{edition_id:uuid}/texts/{code:str}", who=Who.COORDINATOR, include_in_schema=False)
async def edit_edition_text(
    request: Request, db: Transaction, edition_id: FromPath[UUID], code: FromPath[str]
) -> Response[str]:
    edition = await editions.get(db, edition_id)
    return translation_page(request, TEMPLATE, edition, code, EditionTranslation)


@post("/portal/newsletter/{edition_id:uuid}/texts/{code:str}", who=Who.COORDINATOR, include_in_schema=False)
async def update_edition_text(
    request: Request, db: Transaction, edition_id: FromPath[UUID], code: FromPath[str]
) -> Response[str] | Redirect:
    edition = await editions.get(db, edition_id)
    language = translation_of(code, original=edition.language)
    typed = await typed_form(request)
    try:
        await keep_edition_text(db, edition_id, language.code, forms.from_form(EditionTranslation, typed))
    except Invalid as problem:
        again = to_send_again(typed, problem, version=edition.version)
        return translation_page(request, TEMPLATE, edition, code, EditionTranslation, again, problem)
    return see_other(f"/portal/newsletter/{edition_id}")


@post("/portal/newsletter/{edition_id:uuid}/texts/{code:str}/deletion", who=Who.COORDINATOR, include_in_schema=False)
async def create_edition_text_deletion(db: Transaction, edition_id: FromPath[UUID], code: FromPath[str]) -> Redirect:
    edition = await editions.get(db, edition_id)
    await editions.delete_text(db, edition_id, translation_of(code, original=edition.language).code)
    return see_other(f"/portal/newsletter/{edition_id}")


ROUTES = (edit_edition_text, update_edition_text, create_edition_text_deletion)
