"""A partner's standing offers: add, change, take away."""

from typing import Any
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from services.events.commands.add_offer import add_offer
from services.events.commands.change_offer import change_offer
from services.events.domain.offer import Offer, OfferFields
from services.events.domain.organisation import Organisation
from services.events.routes.cards import choices
from services.events.routes.directory import offer_choices
from services.events.routes.entry_form import key_in
from services.events.routes.own import organisation_of, typed_of
from services.events.tables import offers
from shared import forms
from shared.access import Who
from shared.database import Connection
from shared.problems import Invalid
from shared.translations import catalogue
from shared.web import Request, Transaction, form_for, language_of, page, see_other, typed_form


@get("/portal/offers/new", who=Who.MEMBER, include_in_schema=False)
async def new_offer(request: Request, db: Transaction) -> Response[str]:
    organisation = await organisation_of(request, db, request.query_params.get("organisation"))
    fresh = {"languages": organisation.languages or ["de"], "language": "de", "request_key": str(uuid4())}
    return form_page(request, organisation, fresh)


@post("/portal/offers", who=Who.MEMBER, include_in_schema=False)
async def create_offer(request: Request, db: Transaction) -> Response[str] | Redirect:
    typed = await typed_form(request)
    organisation = await organisation_of(request, db, str(typed.get("organisation", "")))
    try:
        fields = forms.from_form(OfferFields, typed)
        await add_offer(db, fields, organisation_id=organisation.id, request_key=key_in(typed, "request_key"))
    except Invalid as problem:
        return form_page(request, organisation, typed, problem=problem)
    return see_other(f"/portal/organisation?organisation={organisation.slug}")


@get("/portal/offers/{offer_id:uuid}", who=Who.MEMBER, include_in_schema=False)
async def edit_offer(request: Request, db: Transaction, offer_id: FromPath[UUID]) -> Response[str]:
    offer, organisation = await get_own(request, db, offer_id)
    return form_page(request, organisation, typed_of(offer.fields), offer_id=offer_id)


@post("/portal/offers/{offer_id:uuid}", who=Who.MEMBER, include_in_schema=False)
async def update_offer(request: Request, db: Transaction, offer_id: FromPath[UUID]) -> Response[str] | Redirect:
    _, organisation = await get_own(request, db, offer_id)
    typed = await typed_form(request)
    try:
        await change_offer(db, offer_id, forms.from_form(OfferFields, typed))
    except Invalid as problem:
        return form_page(request, organisation, typed, offer_id=offer_id, problem=problem)
    return see_other(f"/portal/organisation?organisation={organisation.slug}")


@post("/portal/offers/{offer_id:uuid}/removal", who=Who.MEMBER, include_in_schema=False)
async def create_offer_removal(request: Request, db: Transaction, offer_id: FromPath[UUID]) -> Redirect:
    _, organisation = await get_own(request, db, offer_id)
    await offers.delete(db, offer_id)
    return see_other(f"/portal/organisation?organisation={organisation.slug}")


async def get_own(request: Request, db: Connection, offer_id: UUID) -> tuple[Offer, Organisation]:
    """The offer, and whose it is. Raises `NotFound` when the caller may not change it."""
    offer = await offers.get(db, offer_id)
    return offer, await organisation_of(request, db, offer.organisation_slug)


def form_page(
    request: Request,
    organisation: Organisation,
    typed: dict[str, Any],
    *,
    offer_id: UUID | None = None,
    problem: Invalid | None = None,
) -> Response[str]:
    language = language_of(request).code
    translations = catalogue(language)
    return page(
        request,
        "offer_form.html",
        form=form_for(request, OfferFields, typed, problem),
        organisation=organisation,
        offer_id=offer_id,
        **choices(language),
        **offer_choices(translations.gettext),
    )
