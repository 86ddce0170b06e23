"""A coordinator's cockpit of a campaign in JSON."""

from datetime import date
from uuid import UUID

from litestar import delete, get, post
from litestar.params import FromPath
from msgspec import Struct

from services.events.commands.freeze_programme import freeze_programme
from services.events.commands.late_access import make_late_code, revoke_late_code
from services.events.commands.remind_organisations import ReminderFields, remind_organisations
from services.events.domain.campaign_report import Numbers, entries_by_day
from services.events.domain.programme import Edition
from services.events.routes.cockpit import LateCodeFields, organisation_of, report
from services.events.tables import campaign_entries, campaigns, programme_editions
from services.events.tables.campaign_entries import Participant
from shared import forms
from shared.access import Who
from shared.messages.event_details import Instant
from shared.messages.events import EventStatus
from shared.openapi import body_of
from shared.web import Request, Transaction, base_url


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


@post("/api/campaigns/{slug:str}/editions", who=Who.COORDINATOR, tags=["campaigns"])
async def create_edition_json(request: Request, db: Transaction, slug: FromPath[str]) -> EditionView:
    """Record the programme as it goes to print now."""
    return edition_view(
        await freeze_programme(db, slug, frozen_by=organisation_of(request), base_url=base_url(request))
    )


@get("/api/campaigns/{slug:str}/editions", who=Who.COORDINATOR, tags=["campaigns"])
async def list_editions_json(db: Transaction, slug: FromPath[str]) -> list[EditionView]:
    campaign = await campaigns.get_by_slug(db, slug)
    return [edition_view(each) for each in await programme_editions.list_of(db, campaign.id)]


@get("/api/campaigns/{slug:str}/report", who=Who.COORDINATOR, tags=["campaigns"])
async def show_report_json(db: Transaction, slug: FromPath[str]) -> ReportView:
    found = await report(db, slug)
    return ReportView(entries=found.status_counts, organisations=found.organisations, people=found.total)


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
    show_participation_json,
    create_reminders_json,
    create_late_code_json,
    delete_late_code_json,
    list_editions_json,
    create_edition_json,
    show_report_json,
)
