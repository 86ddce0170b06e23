"""Campaigns for all to see: which there are, what is on, the programme as PDF, what changed since it was printed."""

import asyncio
import hashlib
from datetime import UTC, date, datetime
from typing import Annotated, Any

from litestar import Response, get
from litestar.params import FromPath
from msgspec import Meta, Struct, structs

from services.events.domain.campaign import Campaign, is_call_open
from services.events.domain.event import Event
from services.events.domain.programme import (
    CHANGE_NAMES,
    Change,
    Edition,
    Programme,
    ProgrammeEntry,
    changes_since,
    dates_of,
    programme_of,
)
from services.events.feeds.news import NEWS
from services.events.printing.programme import TEMPLATE, Layout, content_of
from services.events.routes.cards import EventCard, card_of
from services.events.routes.news import news_answer
from services.events.tables import campaign_entries, campaigns, programme_editions, rosters
from shared import formats, forms
from shared.access import Who
from shared.database import Connection
from shared.formats import days_in_full, first_day
from shared.messages.events import EventStatus
from shared.printing import pdf_of
from shared.translations import N_
from shared.web import Request, Transaction, base_url, language_of, page

PDF = "application/pdf"
EditionNumber = Annotated[int, Meta(ge=1, le=10_000)]


class EditionQuery(Struct, frozen=True, kw_only=True):
    """Which printed programme; without a number, the latest."""

    edition: Annotated[EditionNumber | None, Meta(title=N_("Edition"))] = None


class ProgrammeQuery(EditionQuery, frozen=True, kw_only=True):
    """Which programme; without an edition, the one of now."""

    format: Annotated[Layout, Meta(title=N_("Format"))] = Layout.SCREEN


@get("/campaigns", who=Who.ANYONE, include_in_schema=False)
async def list_campaigns(request: Request, db: Transaction) -> Response[str]:
    found, now = await campaigns.list_all(db), datetime.now(UTC)
    return page(
        request,
        "campaigns.html",
        coming=[each for each in reversed(found) if each.ends_on >= each.today(now)],
        past=[each for each in found if each.ends_on < each.today(now)],
        days=lambda each: days_in_full(each.starts_on, each.ends_on, language_of(request).code),
        is_open=lambda each: is_call_open(each, each.today(now)),
    )


@get("/campaigns/{slug:str}", who=Who.ANYONE, include_in_schema=False)
async def show_campaign(request: Request, db: Transaction, slug: FromPath[str]) -> Response[Any]:
    if slug.endswith(NEWS):
        return news_answer(request)
    campaign = await campaigns.get_by_slug(db, slug)
    language = language_of(request).code
    days, undated = await cards_by_day(db, campaign, language=language)
    today = campaign.today(datetime.now(UTC))
    return page(
        request,
        "campaign.html",
        campaign=campaign,
        when=days_in_full(campaign.starts_on, campaign.ends_on, language),
        days=days,
        undated=undated,
        has_call=campaign.call_text or campaign.call_opens_on or campaign.call_closes_on,
        **call_of(campaign, today),
        edition=await programme_editions.find_last(db, campaign.id),
    )


def call_of(campaign: Campaign, today: date) -> dict[str, bool]:
    """What `_campaign_call.html` needs to say where the call stands."""
    return {
        "call_is_open": is_call_open(campaign, today),
        "call_is_ahead": campaign.call_opens_on is not None and today < campaign.call_opens_on,
        "is_over": campaign.ends_on < today,
    }


async def cards_by_day(
    db: Connection, campaign: Campaign, *, language: str
) -> tuple[list[tuple[date, list[EventCard]]], list[EventCard]]:
    """The public entries day by day, and those without a date."""
    entries = [event for event in await campaign_entries.list_entries(db, campaign.id) if event.is_public]
    occurrences = await campaign_entries.occurrences_of(db, entries)
    seats = await rosters.list_for(db, [event.id for event in entries])
    days: dict[date, list[EventCard]] = {}
    undated = []
    for event in entries:
        # The heading above has the year.
        card = card_of(event, seats.get(event.id), language=language, this_year=campaign.starts_on.year)
        card = structs.replace(card, campaign=None)
        dates = dates_of(campaign, event, occurrences[event.id])
        if not dates:
            undated.append(card)
        for each in dates:
            day = first_day(each) or campaign.starts_on
            shown = structs.replace(card, hours=formats.hours(each, language), first_day=day)
            days.setdefault(day, []).append(shown)
    return sorted(days.items()), undated


@get("/campaigns/{slug:str}/changes", who=Who.ANYONE, include_in_schema=False)
async def list_changes(request: Request, db: Transaction, slug: FromPath[str]) -> Response[str]:
    """What is not as it stands in the printed programme any more."""
    query = forms.from_form(EditionQuery, dict(request.query_params))
    campaign = await campaigns.get_by_slug(db, slug)
    edition = await edition_of(db, campaign, query.edition)
    changes = await changes_of(db, campaign, edition, base_url=base_url(request)) if edition else []
    language = language_of(request).code
    return page(
        request,
        "campaign_changes.html",
        campaign=campaign,
        edition=edition,
        changes=changes,
        kind_names=CHANGE_NAMES,
        when=lambda entry: dates_in_words(entry, language),
    )


async def edition_of(db: Connection, campaign: Campaign, number: int | None) -> Edition | None:
    """The named edition, or the latest if there is one. Raises `NotFound`."""
    if number is None:
        return await programme_editions.find_last(db, campaign.id)
    return await programme_editions.get(db, campaign.id, number)


async def changes_of(db: Connection, campaign: Campaign, edition: Edition, *, base_url: str) -> list[Change]:
    entries = await campaign_entries.list_entries(db, campaign.id)
    cancelled = {event.id for event in entries if event.is_public and event.status is EventStatus.CANCELLED}
    now = await programme_now(db, campaign, entries, base_url=base_url)
    return changes_since(edition.programme, now, cancelled=cancelled)


async def programme_now(db: Connection, campaign: Campaign, entries: list[Event], *, base_url: str) -> Programme:
    return programme_of(campaign, entries, await campaign_entries.occurrences_of(db, entries), base_url=base_url)


def dates_in_words(entry: ProgrammeEntry, language: str) -> list[str]:
    return [formats.when(each, language) for each in entry.dates]


@get("/campaigns/{slug:str}/programme.pdf", who=Who.ANYONE, include_in_schema=False)
async def show_programme(request: Request, slug: FromPath[str]) -> Response[bytes]:
    """The programme as it is now, or as it was printed."""
    query = forms.from_form(ProgrammeQuery, dict(request.query_params))
    settings = request.app.state.settings
    # Setting takes a while; the connection is for others meanwhile.
    async with request.app.state.pool.acquire() as db:
        campaign = await campaigns.get_by_slug(db, slug)
        edition = await programme_editions.get(db, campaign.id, query.edition) if query.edition else None
        entries = [] if edition else await campaign_entries.list_entries(db, campaign.id)
        programme = (
            edition.programme if edition else await programme_now(db, campaign, entries, base_url=settings.base_url)
        )
    content = content_of(
        programme,
        edition=edition,
        network=settings.network_name,
        language=language_of(request).code,
        layout=query.format,
    )
    changed_at = max((campaign.changed_at, *(event.changed_at for event in entries)))
    as_of = edition.frozen_at if edition else changed_at
    name = f"{slug}-{edition.number}" if edition else slug
    return pdf_answer(request, await asyncio.to_thread(pdf_of, TEMPLATE, content, as_of=as_of), name=name)


def pdf_answer(request: Request, body: bytes, *, name: str) -> Response[bytes]:
    """The file, or 304 when the caller has it (RFC 9110, 13)."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    is_known = etag in request.headers.get("if-none-match", "")
    headers = {
        "ETag": etag,
        "Cache-Control": "private, no-cache",
        "Vary": "Accept-Language, Cookie",
        "Content-Disposition": f'inline; filename="{name}.pdf"',
    }
    return Response(b"" if is_known else body, status_code=304 if is_known else 200, headers=headers, media_type=PDF)
