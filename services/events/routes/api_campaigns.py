"""Campaigns in JSON."""

from datetime import UTC, date, datetime
from uuid import UUID

import msgspec
from litestar import Response, delete, get, patch, post
from litestar.params import FromPath
from msgspec import Struct

from services.events.commands.change_campaign import change_campaign
from services.events.commands.create_campaign import create_campaign
from services.events.commands.freeze_programme import freeze_programme
from services.events.commands.late_access import make_late_code, redeem_late_code, revoke_late_code
from services.events.commands.remind_organisations import ReminderFields, remind_organisations
from services.events.domain.campaign import Campaign, CampaignFields, is_call_open
from services.events.domain.campaign_questions import Question, QuestionFields
from services.events.domain.campaign_report import Numbers, entries_by_day
from services.events.domain.programme import Change, Edition
from services.events.routes.api_events import base_url, caller
from services.events.routes.campaign_forms import from_api
from services.events.routes.campaigns import changes_of, edition_of
from services.events.routes.cockpit import LateCodeFields, person, report
from services.events.routes.portal_campaigns import WRONG_CODE, LateAccessFields
from services.events.tables import campaign_entries, campaigns, programme_editions
from services.events.tables.campaign_entries import Participant
from shared import forms
from shared.access import Who
from shared.messages.event_details import Instant
from shared.messages.events import EventStatus
from shared.openapi import body_of
from shared.problems import NotFound, invalid
from shared.web import Request, Transaction, problem_json


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


class Participation(Struct, frozen=True, kw_only=True):
    """Who has entered, who has not, and how many dates there are on which day."""

    entered: list[Participant]
    missing: list[Participant]
    by_day: dict[date, int]


class Reminded(Struct, frozen=True, kw_only=True):
    """The slugs of the organisations that were reminded just now."""

    organisations: list[str]


class LateCodeMade(Struct, frozen=True, kw_only=True):
    """This is the only time that anybody sees the code."""

    code: str


class EditionView(Struct, frozen=True, kw_only=True):
    number: int
    frozen_at: Instant
    frozen_by: str
    entry_count: int
    url: str


class ReportView(Struct, frozen=True, kw_only=True):
    """Entries by status, entries by organisation, and people."""

    entries: dict[EventStatus, int]
    organisations: dict[str, int]
    people: Numbers


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


@get("/api/campaigns/{slug:str}/participation", who=Who.COORDINATOR, tags=["campaigns"])
async def show_participation_json(db: Transaction, slug: FromPath[str]) -> Participation:
    campaign = await campaigns.get_by_slug(db, slug)
    entries = await campaign_entries.list_entries(db, campaign.id)
    found = await campaign_entries.list_participants(db, campaign.id)
    return Participation(
        entered=[each for each in found if each.has_entered],
        missing=[each for each in found if not each.has_entered],
        by_day=entries_by_day(campaign, entries, await campaign_entries.occurrences_of(db, entries)),
    )


@post(
    "/api/campaigns/{slug:str}/reminders",
    who=Who.COORDINATOR,
    operation_class=body_of(ReminderFields),
    tags=["campaigns"],
)
async def create_reminders_json(request: Request, db: Transaction, slug: FromPath[str]) -> Reminded:
    """Remind those who have entered nothing yet, each once a day at most."""
    note = forms.from_json(ReminderFields, await request.body() or b"{}").note
    reminded = await remind_organisations(db, slug, note, base_url=base_url(request))
    return Reminded(organisations=[each.slug for each in reminded])


@post(
    "/api/campaigns/{slug:str}/late-codes",
    who=Who.COORDINATOR,
    operation_class=body_of(LateCodeFields),
    tags=["campaigns"],
)
async def create_late_code_json(request: Request, db: Transaction, slug: FromPath[str]) -> LateCodeMade:
    """A code with which one organisation enters although the call is not open."""
    fields = forms.from_json(LateCodeFields, await request.body())
    code = await make_late_code(db, slug, organisation=fields.organisation, expires_on=fields.expires_on)
    return LateCodeMade(code=code)


@delete("/api/campaigns/{slug:str}/late-codes/{code_id:uuid}", who=Who.COORDINATOR, tags=["campaigns"])
async def delete_late_code_json(db: Transaction, slug: FromPath[str], code_id: FromPath[UUID]) -> None:
    await revoke_late_code(db, slug, code_id)


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


@post("/api/campaigns/{slug:str}/editions", who=Who.COORDINATOR, tags=["campaigns"])
async def create_edition_json(request: Request, db: Transaction, slug: FromPath[str]) -> EditionView:
    """Record the programme as it goes to print now."""
    return edition_view(await freeze_programme(db, slug, frozen_by=person(request), base_url=base_url(request)))


@get("/api/campaigns/{slug:str}/editions", who=Who.COORDINATOR, tags=["campaigns"])
async def list_editions_json(db: Transaction, slug: FromPath[str]) -> list[EditionView]:
    campaign = await campaigns.get_by_slug(db, slug)
    return [edition_view(each) for each in await programme_editions.list_of(db, campaign.id)]


@get("/api/campaigns/{slug:str}/changes", who=Who.ANYONE, tags=["campaigns"])
async def list_changes_json(
    request: Request, db: Transaction, slug: FromPath[str], edition: int | None = None
) -> list[Change]:
    """What is not as it was printed any more; without `edition`, in the latest one."""
    campaign = await campaigns.get_by_slug(db, slug)
    found = await edition_of(db, campaign, edition)
    if found is None:
        raise NotFound("edition")
    return await changes_of(db, campaign, found, base_url=base_url(request))


@get("/api/campaigns/{slug:str}/report", who=Who.COORDINATOR, tags=["campaigns"])
async def show_report_json(db: Transaction, slug: FromPath[str]) -> ReportView:
    found = await report(db, slug)
    return ReportView(entries=found.status_counts, organisations=found.organisations, people=found.total)


def view_of(request: Request, campaign: Campaign) -> CampaignView:
    same = set(CampaignView.__struct_fields__) & set(Campaign.__struct_fields__)
    return CampaignView(
        **{name: getattr(campaign, name) for name in same},
        organisation=campaign.organisation_slug,
        call_is_open=is_call_open(campaign, campaign.today(datetime.now(UTC))),
        url=f"{base_url(request)}/campaigns/{campaign.slug}",
    )


def edition_view(edition: Edition) -> EditionView:
    programme = edition.programme
    return EditionView(
        number=edition.number,
        frozen_at=edition.frozen_at,
        frozen_by=edition.frozen_by,
        entry_count=len(programme.entries),
        url=f"{programme.url}/programme.pdf?format=print&edition={edition.number}",
    )


ROUTES = (
    list_campaigns_json,
    show_campaign_json,
    create_campaign_json,
    update_campaign_json,
    show_participation_json,
    create_reminders_json,
    create_late_code_json,
    delete_late_code_json,
    create_late_access_json,
    create_edition_json,
    list_editions_json,
    list_changes_json,
    show_report_json,
)
