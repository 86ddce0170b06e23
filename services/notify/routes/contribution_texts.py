"""The words of a contribution in one more language."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from services.notify.commands.keep_contribution_text import keep_contribution_text
from services.notify.domain.contribution import Contribution, ContributionTranslation
from services.notify.domain.edition import ChangedMeanwhile
from services.notify.routes.contributions import PATH
from services.notify.routes.editing import get_changeable, somebody_was_faster, translation_of
from services.notify.tables import contributions
from shared import forms
from shared.access import Who
from shared.forms import Form
from shared.problems import Invalid
from shared.translations import catalogue
from shared.web import Request, Transaction, language_of, page, see_other, typed_form


@get(f"{PATH}/texts/{{code:str}}", who=Who.MEMBER, include_in_schema=False)
async def edit_contribution_text(
    request: Request, db: Transaction, contribution_id: FromPath[UUID], code: FromPath[str]
) -> Response[str]:
    contribution = await get_changeable(request, db, contribution_id)
    own = next((text for text in contribution.texts if text.language == code), None)
    return text_page(request, contribution, code, msgspec.structs.asdict(own) if own else {})


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
    except ChangedMeanwhile:
        return text_page(request, contribution, code, typed, somebody_was_faster())
    except Invalid as problem:
        return text_page(request, contribution, code, typed, problem)
    return see_other(f"/portal/newsletter/contributions/{contribution_id}?language={code}")


@post(f"{PATH}/texts/{{code:str}}/deletion", who=Who.MEMBER, include_in_schema=False)
async def create_contribution_text_deletion(
    request: Request, db: Transaction, contribution_id: FromPath[UUID], code: FromPath[str]
) -> Redirect:
    contribution = await get_changeable(request, db, contribution_id)
    await contributions.delete_text(db, contribution_id, translation_of(code, original=contribution.language).code)
    return see_other(f"/portal/newsletter/contributions/{contribution_id}")


def text_page(
    request: Request, contribution: Contribution, code: str, typed: dict[str, Any], problem: Invalid | None = None
) -> Response[str]:
    """Raises `NotFound` for a language that is none."""
    return page(
        request,
        "contribution_text_form.html",
        status=problem.status if problem else 200,
        translated=contribution,
        into=translation_of(code, original=contribution.language),
        is_there=any(text.language == code for text in contribution.texts),
        form=Form(ContributionTranslation, catalogue(language_of(request).code), typed, problem),
    )


ROUTES = (edit_contribution_text, update_contribution_text, create_contribution_text_deletion)
