"""Members choose which of the mails that keep them up to date they want."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect

from services.notify.commands.keep_wishes import keep_wishes
from services.notify.domain.mail_names import KIND_NAMES
from services.notify.domain.wishes import Wishes, choices_of
from services.notify.tables import unwanted_mails
from shared import forms
from shared.access import Who
from shared.messages.events import Role
from shared.problems import Forbidden, Invalid
from shared.translations import catalogue
from shared.web import Request, Transaction, form_for, language_of, page, see_other, typed_form


@get("/portal/mails/wishes", who=Who.MEMBER, include_in_schema=False)
async def edit_wishes(request: Request, db: Transaction) -> Response[str]:
    member_id, role = reader_of(request)
    unwanted = await unwanted_mails.list_kinds(db, member_id)
    return wishes_page(request, {"kinds": [kind.value for kind in choices_of(role) if kind not in unwanted]})


@post("/portal/mails/wishes", who=Who.MEMBER, include_in_schema=False)
async def update_wishes(request: Request, db: Transaction) -> Response[str] | Redirect:
    member_id, role = reader_of(request)
    typed = await typed_form(request)
    try:
        await keep_wishes(db, member_id, forms.from_form(Wishes, typed), role=role)
    except Invalid as problem:
        return wishes_page(request, typed, problem)
    return see_other("/portal/mails/wishes?kept=yes")


def reader_of(request: Request) -> tuple[UUID, Role]:
    """The member who is there; raises `Forbidden` for a website, which gets no mails."""
    if request.user is None or request.user.member_id is None:
        raise Forbidden
    return request.user.member_id, request.user.role


def wishes_page(request: Request, typed: dict[str, Any], problem: Invalid | None = None) -> Response[str]:
    translations = catalogue(language_of(request).code)
    _, role = reader_of(request)
    return page(
        request,
        "wishes.html",
        form=form_for(request, Wishes, typed, problem),
        kinds=[(kind.value, translations.gettext(KIND_NAMES[kind])) for kind in choices_of(role)],
        is_kept=request.query_params.get("kept") == "yes",
    )
