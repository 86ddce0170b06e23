"""A coordinator's cockpit of a campaign: who has entered and who has not, late codes, print, documentation."""

import asyncio
from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec import Meta, Struct

from services.events.commands.freeze_programme import freeze_programme
from services.events.commands.late_access import make_late_code, revoke_late_code
from services.events.commands.remind_organisations import ReminderFields, remind_organisations
from services.events.domain.campaign_report import Report, entries_by_day, report_of
from services.events.printing import report as report_words
from services.events.routes.campaigns import call_of, pdf_answer
from services.events.tables import (
    campaign_answers,
    campaign_entries,
    campaign_numbers,
    campaigns,
    late_codes,
    programme_editions,
)
from shared import forms
from shared.access import Who
from shared.database import Connection
from shared.formats import days_in_full
from shared.messages.events import EventStatus
from shared.printing import pdf_of
from shared.problems import Invalid
from shared.translations import N_
from shared.web import Request, Transaction, base_url, form_for, language_of, page, principal_of, see_other, typed_form


class LateCodeFields(Struct, frozen=True, kw_only=True):
    """For whom a late access code is, and its last day."""

    organisation: Annotated[str, Meta(title=N_("Organisation"), max_length=100)]
    expires_on: Annotated[date, Meta(title=N_("Last day to enter"))]


async def cockpit_page(
    request: Request,
    db: Connection,
    slug: str,
    *,
    typed: dict[str, Any] | None = None,
    problem: Invalid | None = None,
    new_code: str = "",
) -> Response[str]:
    """All of it on one page; `new_code` is shown this once."""
    campaign = await campaigns.get_by_slug(db, slug)
    entries = await campaign_entries.list_entries(db, campaign.id)
    participants = await campaign_entries.list_participants(db, campaign.id)
    today, language = campaign.today(datetime.now(UTC)), language_of(request).code
    by_day = entries_by_day(campaign, entries, await campaign_entries.occurrences_of(db, entries))
    return page(
        request,
        "campaign_cockpit.html",
        status=422 if problem else 200,
        campaign=campaign,
        when=days_in_full(campaign.starts_on, campaign.ends_on, language),
        entered=[each for each in participants if each.has_entered],
        missing=[each for each in participants if not each.has_entered],
        statuses=[each for each in EventStatus if any(each in one.counts for one in participants)],
        waiting_count=sum(event.status is EventStatus.SUBMITTED for event in entries),
        by_day=by_day,
        **call_of(campaign, today),
        closes_after_start=campaign.call_closes_on is not None and campaign.call_closes_on >= campaign.starts_on,
        codes=await late_codes.list_valid(db, campaign.id, today=today),
        new_code=new_code,
        code_form=form_for(request, LateCodeFields, typed or {}, problem),
        reminder_form=form_for(request, ReminderFields, typed or {}, problem),
        organisations=[(each.slug, each.name) for each in participants],
        editions=await programme_editions.list_of(db, campaign.id),
    )


@post("/portal/campaigns/{slug:str}/reminders", who=Who.COORDINATOR, include_in_schema=False)
async def create_reminders(request: Request, db: Transaction, slug: FromPath[str]) -> Response[str] | Redirect:
    typed = await typed_form(request)
    try:
        fields = forms.from_form(ReminderFields, typed)
    except Invalid as problem:
        return await cockpit_page(request, db, slug, typed=typed, problem=problem)
    await remind_organisations(db, slug, fields.note, base_url=base_url(request))
    return see_other(f"/portal/campaigns/{slug}#missing")


@post("/portal/campaigns/{slug:str}/late-codes", who=Who.COORDINATOR, include_in_schema=False)
async def create_late_code(request: Request, db: Transaction, slug: FromPath[str]) -> Response[str]:
    """Answered with a page and not by 303, since the code is shown this once and kept nowhere."""
    typed = await typed_form(request)
    try:
        fields = forms.from_form(LateCodeFields, typed)
        code = await make_late_code(db, slug, organisation=fields.organisation, expires_on=fields.expires_on)
    except Invalid as problem:
        return await cockpit_page(request, db, slug, typed=typed, problem=problem)
    answer = await cockpit_page(request, db, slug, new_code=code)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@post("/portal/campaigns/{slug:str}/late-codes/{code_id:uuid}/revocation", who=Who.COORDINATOR, include_in_schema=False)
async def create_revocation(db: Transaction, slug: FromPath[str], code_id: FromPath[UUID]) -> Redirect:
    await revoke_late_code(db, slug, code_id)
    return see_other(f"/portal/campaigns/{slug}#late-codes")


@post("/portal/campaigns/{slug:str}/freeze", who=Who.COORDINATOR, include_in_schema=False)
async def create_edition(request: Request, db: Transaction, slug: FromPath[str]) -> Redirect:
    await freeze_programme(db, slug, frozen_by=organisation_of(request), base_url=base_url(request))
    return see_other(f"/portal/campaigns/{slug}#print")


@get("/portal/campaigns/{slug:str}/report.csv", who=Who.COORDINATOR, include_in_schema=False)
async def show_report_csv(request: Request, db: Transaction, slug: FromPath[str]) -> Response[bytes]:
    body = report_words.csv_of(await report(db, slug), language=language_of(request).code)
    headers = {"Content-Disposition": f'attachment; filename="{slug}.csv"', "Cache-Control": "private, no-cache"}
    return Response(body, headers=headers, media_type="text/csv; charset=utf-8")


@get("/portal/campaigns/{slug:str}/report.pdf", who=Who.COORDINATOR, include_in_schema=False)
async def show_report_pdf(request: Request, slug: FromPath[str]) -> Response[bytes]:
    settings = request.app.state.settings
    # Setting takes a while; the connection is for others meanwhile.
    async with request.app.state.pool.acquire() as db:
        found = await report(db, slug)
    as_of = datetime.now(settings.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    language = language_of(request).code
    content = report_words.content_of(found, network=settings.network_name, language=language, as_of=as_of)
    return pdf_answer(
        request, await asyncio.to_thread(pdf_of, report_words.TEMPLATE, content, as_of=as_of), name=f"{slug}-report"
    )


async def report(db: Connection, slug: str) -> Report:
    campaign = await campaigns.get_by_slug(db, slug)
    entries = await campaign_entries.list_entries(db, campaign.id)
    ids = [event.id for event in entries]
    numbers, answers = await campaign_numbers.list_for(db, ids), await campaign_answers.of_events(db, ids)
    return report_of(campaign, entries, numbers, answers)


def organisation_of(request: Request) -> str:
    """Whose coordinator does it: an edition stays for ever, so it names no person."""
    return principal_of(request).organisation_name
