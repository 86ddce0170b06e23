"""A partner's short notices: post, change, take down."""

from typing import Any
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from services.events.commands.change_notice import change_notice
from services.events.commands.post_notice import post_notice
from services.events.domain.notice import Notice, NoticeFields
from services.events.domain.organisation import Organisation
from services.events.routes.entry_form import key_in
from services.events.routes.own import may_act_for, organisation_of, typed_of
from services.events.tables import notices, organisations
from shared import forms
from shared.access import Who
from shared.database import Connection
from shared.problems import Invalid, NotFound
from shared.web import Request, Transaction, form_for, page, see_other, today_of, typed_form


@get("/portal/notices/new", who=Who.MEMBER, include_in_schema=False)
async def new_notice(request: Request, db: Transaction) -> Response[str]:
    organisation = await organisation_of(request, db, request.query_params.get("organisation"))
    fresh = {"valid_from": today_of(request).isoformat(), "language": "de", "request_key": str(uuid4())}
    return form_page(request, organisation, fresh)


@post("/portal/notices", who=Who.MEMBER, include_in_schema=False)
async def create_notice(request: Request, db: Transaction) -> Response[str] | Redirect:
    typed = await typed_form(request)
    organisation = await organisation_of(request, db, str(typed.get("organisation", "")))
    try:
        fields = forms.from_form(NoticeFields, typed)
        await post_notice(db, fields, organisation_id=organisation.id, request_key=key_in(typed, "request_key"))
    except Invalid as problem:
        return form_page(request, organisation, typed, problem=problem)
    return see_other(f"/portal/organisation?organisation={organisation.slug}")


@get("/portal/notices/{notice_id:uuid}", who=Who.MEMBER, include_in_schema=False)
async def edit_notice(request: Request, db: Transaction, notice_id: FromPath[UUID]) -> Response[str]:
    notice, organisation = await get_own(request, db, notice_id)
    return form_page(request, organisation, typed_of(notice.fields), notice_id=notice_id)


@post("/portal/notices/{notice_id:uuid}", who=Who.MEMBER, include_in_schema=False)
async def update_notice(request: Request, db: Transaction, notice_id: FromPath[UUID]) -> Response[str] | Redirect:
    _, organisation = await get_own(request, db, notice_id)
    typed = await typed_form(request)
    try:
        await change_notice(db, notice_id, forms.from_form(NoticeFields, typed))
    except Invalid as problem:
        return form_page(request, organisation, typed, notice_id=notice_id, problem=problem)
    return see_other(f"/portal/organisation?organisation={organisation.slug}")


@post("/portal/notices/{notice_id:uuid}/removal", who=Who.MEMBER, include_in_schema=False)
async def create_notice_removal(request: Request, db: Transaction, notice_id: FromPath[UUID]) -> Redirect:
    _, organisation = await get_own(request, db, notice_id)
    await notices.delete(db, notice_id)
    return see_other(f"/portal/organisation?organisation={organisation.slug}")


async def get_own(request: Request, db: Connection, notice_id: UUID) -> tuple[Notice, Organisation]:
    """The notice, and whose it is. Raises `NotFound` when the caller may not change it."""
    notice = await notices.get(db, notice_id)
    if not may_act_for(request.user, notice.organisation_id):
        raise NotFound("notice")
    return notice, await organisations.get(db, notice.organisation_id)


def form_page(
    request: Request,
    organisation: Organisation,
    typed: dict[str, Any],
    *,
    notice_id: UUID | None = None,
    problem: Invalid | None = None,
) -> Response[str]:
    return page(
        request,
        "notice_form.html",
        form=form_for(request, NoticeFields, typed, problem),
        organisation=organisation,
        notice_id=notice_id,
    )
