"""The coordinator's view of the partners: how they are doing, letting new ones in, parting with others."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from services.events.commands.invite_organisation import invite_organisation
from services.events.commands.part_with_organisation import part_with_organisation
from services.events.domain.organisation import NewOrganisationFields
from services.events.tables import applications, organisations
from shared import forms
from shared.access import Who
from shared.problems import Invalid
from shared.web import Request, Transaction, base_url, form_for, page, principal_of, see_other, typed_form


@get("/portal/organisations", who=Who.COORDINATOR, include_in_schema=False)
async def list_partners(request: Request, db: Transaction) -> Response[str]:
    return page(
        request,
        "partners.html",
        organisations=await organisations.list_summaries(db),
        waiting_count=await applications.count_waiting(db),
    )


@get("/portal/organisations/new", who=Who.COORDINATOR, include_in_schema=False)
async def new_partner(request: Request) -> Response[str]:
    return form_page(request, {"language": "de"})


@post("/portal/organisations", who=Who.COORDINATOR, include_in_schema=False)
async def create_partner(request: Request, db: Transaction) -> Response[str] | Redirect:
    typed = await typed_form(request)
    try:
        fields = forms.from_form(NewOrganisationFields, typed)
        await invite_organisation(db, fields, inviter_name=principal_of(request).name, base_url=base_url(request))
    except Invalid as problem:
        return form_page(request, typed, problem=problem)
    return see_other("/portal/organisations")


@post("/portal/organisations/{slug:str}/departure", who=Who.COORDINATOR, include_in_schema=False)
async def create_departure(db: Transaction, slug: FromPath[str]) -> Redirect:
    organisation = await organisations.get_by_slug(db, slug)
    await part_with_organisation(db, organisation.id)
    return see_other("/portal/organisations")


def form_page(request: Request, typed: dict[str, Any], *, problem: Invalid | None = None) -> Response[str]:
    return page(
        request,
        "partner_form.html",
        form=form_for(request, NewOrganisationFields, typed, problem),
    )
