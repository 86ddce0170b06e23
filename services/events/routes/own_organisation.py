"""A partner's own entry in the directory, with its offers and notices at one glance."""

from typing import Any

from litestar import Response, get, post
from litestar.response import Redirect

from services.events.commands.change_organisation import change_organisation
from services.events.domain.organisation import Organisation, OrganisationFields
from services.events.routes.cards import choices
from services.events.routes.directory import offer_cards
from services.events.routes.own import organisation_of, typed_of
from services.events.tables import notices, offers
from shared import forms
from shared.access import Who
from shared.problems import Invalid
from shared.translations import catalogue
from shared.web import Request, Transaction, base_url, form_for, language_of, page, see_other, today_of, typed_form


@get("/portal/organisation", who=Who.MEMBER, include_in_schema=False)
async def show_own_organisation(request: Request, db: Transaction) -> Response[str]:
    """One's own, or for coordinators the one in the query."""
    organisation = await organisation_of(request, db, request.query_params.get("organisation"))
    language = language_of(request).code
    translate = catalogue(language).gettext
    return page(
        request,
        "own_organisation.html",
        organisation=organisation,
        offers=offer_cards(await offers.list_of(db, organisation.id), language, translate),
        notices=await notices.list_of(db, organisation.id),
        today=today_of(request),
    )


@get("/portal/organisation/edit", who=Who.MEMBER, include_in_schema=False)
async def edit_organisation(request: Request, db: Transaction) -> Response[str]:
    organisation = await organisation_of(request, db, request.query_params.get("organisation"))
    return form_page(request, organisation, typed_of(organisation.fields))


@post("/portal/organisation", who=Who.MEMBER, include_in_schema=False)
async def update_organisation(request: Request, db: Transaction) -> Response[str] | Redirect:
    typed = await typed_form(request)
    organisation = await organisation_of(request, db, str(typed.get("organisation", "")))
    try:
        fields = forms.from_form(OrganisationFields, typed)
        await change_organisation(db, organisation.id, fields, base_url=base_url(request))
    except Invalid as problem:
        return form_page(request, organisation, typed, problem=problem)
    return see_other(f"/portal/organisation?organisation={organisation.slug}")


def form_page(
    request: Request, organisation: Organisation, typed: dict[str, Any], *, problem: Invalid | None = None
) -> Response[str]:
    return page(
        request,
        "organisation_form.html",
        form=form_for(request, OrganisationFields, typed, problem),
        organisation=organisation,
        **choices(language_of(request).code),
    )
