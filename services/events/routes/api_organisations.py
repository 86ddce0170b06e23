"""The directory in JSON: partners, their offers and notices."""

from uuid import UUID

from litestar import delete, get, patch, post
from litestar.params import FromPath

from services.events.commands.add_offer import add_offer
from services.events.commands.change_notice import change_notice
from services.events.commands.change_offer import change_offer
from services.events.commands.change_organisation import change_organisation
from services.events.commands.post_notice import post_notice
from services.events.domain.notice import NoticeFields
from services.events.domain.offer import OfferFields, OfferSearch, cursor_of
from services.events.domain.organisation import Organisation, OrganisationFields
from services.events.routes.api_events import PAGE_SIZE
from services.events.routes.directory import (
    NoticeList,
    NoticeView,
    OfferList,
    OfferView,
    OrganisationList,
    OrganisationView,
    notice_view,
    offer_view,
    organisation_view,
    valid_notices,
)
from services.events.routes.own import check_belongs, may_act_for, organisation_of
from services.events.tables import notices, offers, organisations
from shared import forms
from shared.access import Who
from shared.database import Connection
from shared.openapi import body_of, query_of
from shared.patching import patched
from shared.problems import NotFound
from shared.web import Request, Transaction, base_url

ONE = "/api/organisations/{slug:str}"


@get("/api/organisations", who=Who.ANYONE, tags=["organisations"])
async def list_organisations_json(request: Request, db: Transaction) -> OrganisationList:
    """All that take part, by name."""
    valid = await valid_notices(request, db)
    present = await organisations.list_present(db)
    return OrganisationList(
        items=[organisation_view(each, valid.get(each.id, []), base_url=base_url(request)) for each in present]
    )


@get(ONE, who=Who.ANYONE, tags=["organisations"])
async def show_organisation_json(request: Request, db: Transaction, slug: FromPath[str]) -> OrganisationView:
    return await answer(request, db, await get_present(db, slug))


@patch(ONE, who=Who.MEMBER, operation_class=body_of(OrganisationFields), tags=["organisations"])
async def update_organisation_json(request: Request, db: Transaction, slug: FromPath[str]) -> OrganisationView:
    """Change the fields that are sent, and leave the others (RFC 7396); null takes a field's value away."""
    organisation = await organisation_of(request, db, slug)
    fields = patched(organisation.fields, forms.json_object(await request.body()))
    return await answer(request, db, await change_organisation(db, organisation.id, fields, base_url=base_url(request)))


@get("/api/offers", who=Who.ANYONE, operation_class=query_of(OfferSearch), tags=["offers"])
async def list_offers_json(request: Request, db: Transaction) -> OfferList:
    """The standing offers of all partners, by title; an offer for all is found for every group, after the others."""
    search = forms.from_form(OfferSearch, dict(request.query_params))
    found, more = await offers.search(db, search, limit=PAGE_SIZE)
    return OfferList(
        items=[offer_view(offer, base_url=base_url(request)) for offer in found],
        next_cursor=cursor_of(more) if more else None,
    )


@get(f"{ONE}/offers", who=Who.ANYONE, tags=["offers"])
async def list_own_offers_json(request: Request, db: Transaction, slug: FromPath[str]) -> OfferList:
    """All that this partner offers, by title."""
    found = await offers.list_of(db, (await get_present(db, slug)).id)
    return OfferList(items=[offer_view(offer, base_url=base_url(request)) for offer in found], next_cursor=None)


@post(f"{ONE}/offers", who=Who.MEMBER, operation_class=body_of(OfferFields), tags=["offers"])
async def create_offer_json(request: Request, db: Transaction, slug: FromPath[str]) -> OfferView:
    organisation = await organisation_of(request, db, slug)
    fields = forms.from_json(OfferFields, await request.body())
    return offer_view(await add_offer(db, fields, organisation_id=organisation.id), base_url=base_url(request))


@patch(f"{ONE}/offers/{{offer_id:uuid}}", who=Who.MEMBER, operation_class=body_of(OfferFields), tags=["offers"])
async def update_offer_json(
    request: Request, db: Transaction, slug: FromPath[str], offer_id: FromPath[UUID]
) -> OfferView:
    """Change the fields that are sent, and leave the others (RFC 7396); null takes a field's value away."""
    organisation = await organisation_of(request, db, slug)
    offer = await offers.get(db, offer_id)
    check_belongs(offer.organisation_id, organisation)
    fields = patched(offer.fields, forms.json_object(await request.body()))
    return offer_view(await change_offer(db, offer_id, fields), base_url=base_url(request))


@delete(f"{ONE}/offers/{{offer_id:uuid}}", who=Who.MEMBER, tags=["offers"])
async def delete_offer_json(request: Request, db: Transaction, slug: FromPath[str], offer_id: FromPath[UUID]) -> None:
    organisation = await organisation_of(request, db, slug)
    check_belongs((await offers.get(db, offer_id)).organisation_id, organisation)
    await offers.delete(db, offer_id)


@get(f"{ONE}/notices", who=Who.ANYONE, tags=["notices"])
async def list_notices_json(request: Request, db: Transaction, slug: FromPath[str]) -> NoticeList:
    """The notices that hold today; the organisation itself and coordinators see all."""
    organisation = await get_present(db, slug)
    if may_act_for(request.user, organisation.id):
        found = await notices.list_of(db, organisation.id)
    else:
        found = (await valid_notices(request, db)).get(organisation.id, [])
    return NoticeList(items=[notice_view(notice) for notice in found])


@post(f"{ONE}/notices", who=Who.MEMBER, operation_class=body_of(NoticeFields), tags=["notices"])
async def create_notice_json(request: Request, db: Transaction, slug: FromPath[str]) -> NoticeView:
    organisation = await organisation_of(request, db, slug)
    fields = forms.from_json(NoticeFields, await request.body())
    return notice_view(await post_notice(db, fields, organisation_id=organisation.id))


@patch(f"{ONE}/notices/{{notice_id:uuid}}", who=Who.MEMBER, operation_class=body_of(NoticeFields), tags=["notices"])
async def update_notice_json(
    request: Request, db: Transaction, slug: FromPath[str], notice_id: FromPath[UUID]
) -> NoticeView:
    """Change the fields that are sent, and leave the others (RFC 7396)."""
    organisation = await organisation_of(request, db, slug)
    notice = await notices.get(db, notice_id)
    check_belongs(notice.organisation_id, organisation)
    fields = patched(notice.fields, forms.json_object(await request.body()))
    return notice_view(await change_notice(db, notice_id, fields))


@delete(f"{ONE}/notices/{{notice_id:uuid}}", who=Who.MEMBER, tags=["notices"])
async def delete_notice_json(request: Request, db: Transaction, slug: FromPath[str], notice_id: FromPath[UUID]) -> None:
    organisation = await organisation_of(request, db, slug)
    check_belongs((await notices.get(db, notice_id)).organisation_id, organisation)
    await notices.delete(db, notice_id)


async def get_present(db: Connection, slug: str) -> Organisation:
    """The organisation. Raises `NotFound`, also for one that left."""
    organisation = await organisations.get_by_slug(db, slug)
    if organisation.left_at:
        raise NotFound("organisation")
    return organisation


async def answer(request: Request, db: Connection, organisation: Organisation) -> OrganisationView:
    valid = (await valid_notices(request, db)).get(organisation.id, [])
    return organisation_view(organisation, valid, base_url=base_url(request))
