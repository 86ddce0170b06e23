"""Campaigns for members: what one can enter, late codes; for coordinators also a new one, and the cockpit."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import uuid4

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec import Meta, Struct

from services.events.commands.change_campaign import change_campaign
from services.events.commands.create_campaign import create_campaign
from services.events.commands.late_access import redeem_late_code
from services.events.domain.campaign import is_call_open
from services.events.routes.api_events import caller
from services.events.routes.campaign_forms import form_page, from_page, typed_of
from services.events.routes.campaigns import call_of
from services.events.routes.cockpit import cockpit_page
from services.events.routes.entry_form import key_in
from services.events.tables import campaign_entries, campaigns, late_codes, organisations
from shared import forms
from shared.access import Who
from shared.database import Connection
from shared.formats import days_in_full
from shared.problems import Invalid, invalid
from shared.translations import N_
from shared.web import Request, Transaction, base_url, form_for, language_of, page, principal_of, see_other, typed_form

WRONG_CODE = N_("This code does not fit. It is for one organisation and one campaign, and ends on a day.")


class LateAccessFields(Struct, frozen=True, kw_only=True):
    code: Annotated[str, Meta(title=N_("Late access code"), min_length=1, max_length=40)]


@get("/portal/campaigns", who=Who.MEMBER, include_in_schema=False)
async def list_work_campaigns(request: Request, db: Transaction) -> Response[str]:
    found, now = await campaigns.list_all(db), datetime.now(UTC)
    return page(
        request,
        "campaigns_work.html",
        coming=[each for each in reversed(found) if each.ends_on >= each.today(now)],
        past=[each for each in found if each.ends_on < each.today(now)],
        days=lambda each: days_in_full(each.starts_on, each.ends_on, language_of(request).code),
        is_open=lambda each: is_call_open(each, each.today(now)),
    )


@get("/portal/campaigns/new", who=Who.COORDINATOR, include_in_schema=False)
async def new_campaign(request: Request, db: Transaction) -> Response[str]:
    own = await organisations.state_of(db, caller(request))
    return await form_page(request, db, {"organisation": own.slug, "request_key": str(uuid4())})


@post("/portal/campaigns", who=Who.COORDINATOR, include_in_schema=False)
async def create_work_campaign(request: Request, db: Transaction) -> Response[str] | Redirect:
    typed = await typed_form(request)
    settings = request.app.state.settings
    try:
        fields, questions = from_page(typed, [])
        campaign = await create_campaign(
            db,
            fields,
            questions,
            time_zone=settings.network_time_zone,
            base_url=settings.base_url,
            request_key=key_in(typed, "request_key"),
        )
    except Invalid as problem:
        return await form_page(request, db, typed, problem=problem)
    return see_other(f"/portal/campaigns/{campaign.slug}")


@get("/portal/campaigns/{slug:str}/edit", who=Who.COORDINATOR, include_in_schema=False)
async def edit_campaign(request: Request, db: Transaction, slug: FromPath[str]) -> Response[str]:
    campaign = await campaigns.get_by_slug(db, slug)
    return await form_page(request, db, typed_of(campaign), campaign=campaign)


@post("/portal/campaigns/{slug:str}", who=Who.COORDINATOR, include_in_schema=False)
async def update_campaign(request: Request, db: Transaction, slug: FromPath[str]) -> Response[str] | Redirect:
    typed = await typed_form(request)
    campaign = await campaigns.get_by_slug(db, slug)
    try:
        fields, questions = from_page(typed, campaign.questions)
        await change_campaign(db, slug, fields, questions, base_url=base_url(request))
    except Invalid as problem:
        return await form_page(request, db, typed, campaign=campaign, problem=problem)
    return see_other(f"/portal/campaigns/{slug}")


@get("/portal/campaigns/{slug:str}", who=Who.MEMBER, include_in_schema=False)
async def show_work_campaign(request: Request, db: Transaction, slug: FromPath[str]) -> Response[str]:
    """The cockpit for coordinators; for others their own entries and how to enter."""
    if principal_of(request).is_coordinator:
        return await cockpit_page(request, db, slug)
    return await own_page(request, db, slug, {})


@post("/portal/campaigns/{slug:str}/late-access", who=Who.MEMBER, include_in_schema=False)
async def create_late_access(request: Request, db: Transaction, slug: FromPath[str]) -> Response[str] | Redirect:
    typed = await typed_form(request)
    try:
        code = forms.from_form(LateAccessFields, typed).code
    except Invalid as problem:
        return await own_page(request, db, slug, typed, problem=problem)
    if await redeem_late_code(db, slug, code, organisation_id=caller(request)):
        return see_other(f"/portal/campaigns/{slug}")
    return await own_page(request, db, slug, typed, problem=invalid("code", WRONG_CODE))


async def own_page(
    request: Request, db: Connection, slug: str, typed: dict[str, Any], *, problem: Invalid | None = None
) -> Response[str]:
    campaign = await campaigns.get_by_slug(db, slug)
    today, language = campaign.today(datetime.now(UTC)), language_of(request).code
    opened_until = await late_codes.opened_until(db, campaign.id, caller(request), today=today)
    return page(
        request,
        "campaign_own.html",
        campaign=campaign,
        when=days_in_full(campaign.starts_on, campaign.ends_on, language),
        events=await campaign_entries.list_of_organisation(db, campaign.id, caller(request)),
        **call_of(campaign, today),
        opened_until=opened_until,
        form=form_for(request, LateAccessFields, typed, problem),
    )
