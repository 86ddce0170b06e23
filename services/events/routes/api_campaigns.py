"""Campaigns in JSON."""

from datetime import UTC, date, datetime

import msgspec
from litestar import Response, get, patch, post
from litestar.params import FromPath
from msgspec import Struct

from services.events.commands.change_campaign import change_campaign
from services.events.commands.create_campaign import create_campaign
from services.events.commands.late_access import redeem_late_code
from services.events.domain.campaign import Campaign, CampaignFields, is_call_open
from services.events.domain.campaign_questions import Question, QuestionFields
from services.events.domain.programme import Change
from services.events.routes.api_events import caller
from services.events.routes.campaign_forms import from_api
from services.events.routes.campaigns import EditionQuery, changes_of, edition_of
from services.events.routes.portal_campaigns import WRONG_CODE, LateAccessFields
from services.events.tables import campaigns
from shared import forms
from shared.access import Who
from shared.messages.event_details import Instant
from shared.openapi import body_of, query_of
from shared.problems import NotFound, invalid
from shared.web import Request, Transaction, base_url, problem_json


class CampaignBody(CampaignFields, frozen=True, kw_only=True):
    """A campaign and what it asks."""

    questions: list[QuestionFields] = []


class CampaignView(Struct, frozen=True, kw_only=True):
    """A campaign. Days are inclusive, in `time_zone`; `call_is_open` is whether organisations may enter today."""

    slug: str
    title: str
    description: str
    organisation: str
    starts_on: date
    ends_on: date
    time_zone: str
    call_text: str
    call_opens_on: date | None
    call_closes_on: date | None
    call_is_open: bool
    questions: list[Question]
    version: int
    changed_at: Instant
    url: str


@get("/api/campaigns", who=Who.ANYONE, tags=["campaigns"])
async def list_campaigns_json(request: Request, db: Transaction) -> list[CampaignView]:
    """All campaigns, the latest first."""
    return [view_of(request, each) for each in await campaigns.list_all(db)]


@get("/api/campaigns/{slug:str}", who=Who.ANYONE, tags=["campaigns"])
async def show_campaign_json(request: Request, db: Transaction, slug: FromPath[str]) -> CampaignView:
    return view_of(request, await campaigns.get_by_slug(db, slug))


@post("/api/campaigns", who=Who.COORDINATOR, operation_class=body_of(CampaignBody), tags=["campaigns"])
async def create_campaign_json(request: Request, db: Transaction) -> CampaignView:
    settings = request.app.state.settings
    fields, questions = from_api(forms.json_object(await request.body()), [])
    made = await create_campaign(
        db, fields, questions, time_zone=settings.network_time_zone, base_url=settings.base_url
    )
    return view_of(request, made)


@patch("/api/campaigns/{slug:str}", who=Who.COORDINATOR, operation_class=body_of(CampaignBody), tags=["campaigns"])
async def update_campaign_json(request: Request, db: Transaction, slug: FromPath[str]) -> CampaignView:
    """Change what is sent, and leave the rest (RFC 7396). A question that comes with its id keeps its answers."""
    campaign = await campaigns.get_by_slug(db, slug)
    known = msgspec.to_builtins(campaign.fields) | {"questions": msgspec.to_builtins(campaign.questions)}
    fields, questions = from_api(known | forms.json_object(await request.body()), campaign.questions)
    return view_of(request, await change_campaign(db, slug, fields, questions, base_url=base_url(request)))


@post(
    "/api/campaigns/{slug:str}/late-access",
    who=Who.MEMBER,
    operation_class=body_of(LateAccessFields),
    tags=["campaigns"],
)
async def create_late_access_json(request: Request, db: Transaction, slug: FromPath[str]) -> Response[bytes]:
    """Redeem a late access code of the calling organisation."""
    code = forms.from_json(LateAccessFields, await request.body()).code
    if await redeem_late_code(db, slug, code, organisation_id=caller(request)):
        return Response(b"", status_code=204)
    # Answered and not raised, so that the wrong code stays counted.
    return problem_json(request, invalid("code", WRONG_CODE))


@get("/api/campaigns/{slug:str}/changes", who=Who.ANYONE, operation_class=query_of(EditionQuery), tags=["campaigns"])
async def list_changes_json(request: Request, db: Transaction, slug: FromPath[str]) -> list[Change]:
    """What is not as it was printed any more; without `edition`, in the latest one."""
    query = forms.from_form(EditionQuery, dict(request.query_params))
    campaign = await campaigns.get_by_slug(db, slug)
    found = await edition_of(db, campaign, query.edition)
    if found is None:
        raise NotFound("edition")
    return await changes_of(db, campaign, found, base_url=base_url(request))


def view_of(request: Request, campaign: Campaign) -> CampaignView:
    same = set(CampaignView.__struct_fields__) & set(Campaign.__struct_fields__)
    return CampaignView(
        **{name: getattr(campaign, name) for name in same},
        organisation=campaign.organisation_slug,
        call_is_open=is_call_open(campaign, campaign.today(datetime.now(UTC))),
        url=f"{base_url(request)}/campaigns/{campaign.slug}",
    )


ROUTES = (
    list_campaigns_json,
    show_campaign_json,
    create_campaign_json,
    update_campaign_json,
    create_late_access_json,
    list_changes_json,
)
