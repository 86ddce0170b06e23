"""The words of a contribution in one more language."""

from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from services.notify.commands.keep_contribution_text import keep_contribution_text
from services.notify.domain.contribution import ContributionTranslation
from services.notify.routes.contributions import PATH
from services.notify.routes.editing import get_changeable, to_send_again, translation_of, translation_page
from services.notify.tables import contributions
from shared import forms
from shared.access import Who
from shared.problems import Invalid
from shared.web import Request, Transaction, see_other, typed_form

TEMPLATE = "contribution_text_form.html"


@get(f"{PATH}/texts/{{code:str}}", who=Who.MEMBER, include_in_schema=False)
async def edit_contribution_text(
    request: Request, db: Transaction, contribution_id: FromPath[UUID], code: FromPath[str]
) -> Response[str]:
    contribution = await get_changeable(request, db, contribution_id)
    return translation_page(request, TEMPLATE, contribution, code, ContributionTranslation)


@post(f"{PATH}/texts/{{code:str}}", who=Who.MEMBER, include_in_schema=False)
async def update_contribution_text(
    request: Request, db: Transaction, contribution_id: FromPath[UUID], code: FromPath[str]
) -> Response[str] | Redirect:
    contribution = await get_changeable(request, db, contribution_id)
    language = translation_of(code, original=contribution.language)
    typed = await typed_form(request)
    try:
        fields = forms.from_form(ContributionTranslation, typed)
        await keep_contribution_text(db, contribution_id, language.code, fields)
    except Invalid as problem:
        again = to_send_again(typed, problem, version=contribution.version)
        return translation_page(request, TEMPLATE, contribution, code, ContributionTranslation, again, problem)
    return see_other(f"/portal/newsletter/contributions/{contribution_id}?language={code}")


@post(f"{PATH}/texts/{{code:str}}/deletion", who=Who.MEMBER, include_in_schema=False)
async def create_contribution_text_deletion(
    request: Request, db: Transaction, contribution_id: FromPath[UUID], code: FromPath[str]
) -> Redirect:
    contribution = await get_changeable(request, db, contribution_id)
    await contributions.delete_text(db, contribution_id, translation_of(code, original=contribution.language).code)
    return see_other(f"/portal/newsletter/contributions/{contribution_id}")


ROUTES = (edit_contribution_text, update_contribution_text, create_contribution_text_deletion)
