"""An organisation asks to be let in, and a coordinator decides."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from services.events.commands.apply import apply
from services.events.commands.refuse_application import refuse_application
from services.events.commands.verify_application import verify_application
from services.events.domain.application import ApplicationFields, RefusalFields
from services.events.tables import applications
from shared import forms
from shared.access import Who
from shared.database import Connection
from shared.problems import Invalid
from shared.web import Request, Transaction, base_url, form_for, language_of, page, principal_of, see_other, typed_form


@get("/organisations/apply", who=Who.ANYONE, include_in_schema=False)
async def new_application(request: Request) -> Response[str]:
    return form_page(request, {"language": language_of(request).code})


@post("/organisations/apply", who=Who.ANYONE, include_in_schema=False)
async def create_application(request: Request, db: Transaction) -> Response[str] | Redirect:
    typed = await typed_form(request)
    try:
        await apply(db, forms.from_form(ApplicationFields, typed), base_url=base_url(request))
    except Invalid as problem:
        return form_page(request, typed, problem=problem)
    return see_other("/organisations/apply/received")


@get("/organisations/apply/received", who=Who.ANYONE, include_in_schema=False)
async def show_application_received(request: Request) -> Response[str]:
    return page(request, "applied.html")


@get("/portal/applications", who=Who.COORDINATOR, include_in_schema=False)
async def list_applications(request: Request, db: Transaction) -> Response[str]:
    return await applications_page(request, db, {})


@post("/portal/applications/{application_id:uuid}/verification", who=Who.COORDINATOR, include_in_schema=False)
async def create_verification(request: Request, db: Transaction, application_id: FromPath[UUID]) -> Redirect:
    await verify_application(db, application_id, inviter_name=principal_of(request).name, base_url=base_url(request))
    return see_other("/portal/applications")


@post("/portal/applications/{application_id:uuid}/refusal", who=Who.COORDINATOR, include_in_schema=False)
async def create_refusal(request: Request, db: Transaction, application_id: FromPath[UUID]) -> Response[str] | Redirect:
    typed = await typed_form(request)
    try:
        fields = forms.from_form(RefusalFields, typed)
    except Invalid as problem:
        return await applications_page(request, db, typed, refused=application_id, problem=problem)
    await refuse_application(db, application_id, note=fields.note)
    return see_other("/portal/applications")


def form_page(request: Request, typed: dict[str, Any], *, problem: Invalid | None = None) -> Response[str]:
    return page(
        request,
        "apply.html",
        form=form_for(request, ApplicationFields, typed, problem),
    )


async def applications_page(
    request: Request,
    db: Connection,
    typed: dict[str, Any],
    *,
    refused: UUID | None = None,
    problem: Invalid | None = None,
) -> Response[str]:
    """What was typed belongs to the form of the application that is being refused."""
    return page(
        request,
        "applications.html",
        status=422 if problem else 200,
        applications=await applications.list_all(db),
        form=form_for(request, RefusalFields, {}),
        refused=refused,
        refusal=form_for(request, RefusalFields, typed, problem),
    )
