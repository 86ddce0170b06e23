"""The public pages: what is on, and one event."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from litestar import Response, get
from litestar.params import FromPath
from msgspec.structs import replace

from services.events.domain.attachments import Owner
from services.events.domain.details import COST_NAMES, GERMAN_LEVEL_NAMES, GROUP_NAMES, FactsFields
from services.events.domain.event import Event
from services.events.domain.occurrences import on
from services.events.domain.repeat_words import in_words
from services.events.domain.search import Search, cursor_of
from services.events.domain.texts import text_in
from services.events.routes.calendar_view import View, Viewing, sheet_with_dates, view_links
from services.events.routes.cards import cards_of
from services.events.routes.choosing import removals, when_links
from services.events.routes.linked_data import event_links
from services.events.routes.selectable import selectable
from services.events.routes.views import audiences_of, may_change, may_see
from services.events.tables import events, flyers, occurrences, pictures, rosters
from services.events.tables.listing import MOST_COUNTED, Listed, count_public, list_public
from shared import formats, forms
from shared.access import Who
from shared.categories import CATEGORY_NAMES
from shared.database import Connection
from shared.formats import language_name, number
from shared.messages.event_details import OccurrenceStatus
from shared.problems import Invalid, NotFound
from shared.translations import N_, catalogue
from shared.web import Request, Transaction, form_for, language_of, page, today_of

PAGE_SIZE = 30
HOME_SIZE = 6
# More dates of a series than people read.
MOST_DATES = 8


@get("/", who=Who.ANYONE, include_in_schema=False)
async def show_home(request: Request, db: Transaction) -> Response[str]:
    found = await find(request, db, Search(), limit=HOME_SIZE)
    language = language_of(request).code
    return page(
        request,
        "home.html",
        events=await cards_of(db, found.events, language=language),
        when_links=when_links({}, today=today_of(request), language=language),
    )


@get("/events", who=Who.ANYONE, include_in_schema=False)
async def list_events(request: Request, db: Transaction) -> Response[str]:
    typed = dict(request.query_params)
    problem: Invalid | None = None
    known: dict[str, Any] = {"events": [], "sheet": None, "is_near": False, "next_url": None, "count_text": None}
    viewing = Viewing()
    try:
        search, viewing = forms.from_form(Search, typed), forms.from_form(Viewing, typed)
        known |= await found_by(request, db, search, viewing, typed)
    except Invalid as error:
        problem = error
    language, today = language_of(request).code, today_of(request)
    offered = selectable(request.app.state.shelf, language)
    kept = {} if problem else typed
    return page(
        request,
        "events.html",
        form=form_for(request, Search, typed, problem),
        when_links=when_links(kept, today=today, language=language),
        view_links=view_links(viewing.view, kept, today=today, language=language),
        removals=removals(kept, offered, language=language),
        is_filtered=bool(set(typed) - {"lang"}),
        feed_query=urlencode({name: value for name, value in typed.items() if value and name in FEED_FILTERS}),
        **known,
        **offered,
    )


FEED_FILTERS = ("organisation", "campaign", "category", "language", "for_whom", "cost", "q")


async def found_by(
    request: Request, db: Connection, search: Search, viewing: Viewing, typed: dict[str, str]
) -> dict[str, Any]:
    """What there is to see: a sheet of the calendar, or a page of the list. Raises `Invalid`."""
    if viewing.view is not View.LIST:
        return await sheet_with_dates(request, db, search, viewing, typed)
    found = await find(request, db, search, limit=PAGE_SIZE)
    language = language_of(request).code
    return {
        "events": await cards_of(db, found.events, language=language),
        "is_near": found.is_near,
        "next_url": f"/events?{urlencode({**typed, 'cursor': cursor_of(found.more)})}" if found.more else None,
        "count_text": None if search.cursor else count_in_words(language, await count_of(request, db, search, found)),
    }


async def count_of(request: Request, db: Connection, search: Search, found: Listed) -> int:
    if found.more is None:
        return len(found.events)
    return await count_public(db, search, found.sought, **asked(request))


def count_in_words(language: str, count: int) -> str:
    """Empty for none: the page has a sentence of its own for that."""
    if count == 0:
        return ""
    translations = catalogue(language)
    if count > MOST_COUNTED:
        return translations.gettext(N_("More than %(count)s events")) % {"count": number(MOST_COUNTED, language)}
    return translations.ngettext("%(count)s event", "%(count)s events", count) % {"count": number(count, language)}


@get("/events/{slug:str}", who=Who.ANYONE, include_in_schema=False)
async def show_event(request: Request, db: Transaction, slug: FromPath[str]) -> Response[str]:
    event = await events.get_by_slug(db, slug)
    if not may_see(event, request.user):
        raise NotFound("event")
    known = await shown(request, db, event)
    takes_place = [dated for occurrence, dated in known["dates"] if occurrence.status is OccurrenceStatus.CONFIRMED]
    return page(
        request,
        "event.html",
        **known | {"event": takes_place[0] if takes_place else event},
        **event_links(request, event.id),
    )


async def shown(request: Request, db: Connection, event: Event) -> dict[str, Any]:
    """What the page of an event needs."""
    language = language_of(request).code
    now, start = datetime.now(UTC), formats.first_day(event)
    seats = (await rosters.list_for(db, [event.id])).get(event.id)
    dates = [each for each in await occurrences.list_of(db, event) if each.ends_at > now] if event.recurrence else []
    return {
        "event": event,
        "text": text_in(event, request.query_params.get("text", language)),
        "text_languages": [(code, language_name(code, language)) for code in languages_of(event)],
        "dates": [(each, on(event, each.starts_at, each.ends_at)) for each in dates[:MOST_DATES]],
        "repeats": in_words(event.recurrence.rule, start, language) if event.recurrence and start else None,
        "more_dates": max(0, len(dates) - MOST_DATES),
        "seats": seats,
        "seats_open_at": seats and seats.opens_at and seats.opens_at.astimezone(ZoneInfo(event.time_zone)),
        "category": CATEGORY_NAMES[event.category],
        "spoken": [language_name(code, language) for code in event.languages],
        "interpreters": [language_name(code, language) for code in event.facts.interpreters],
        "for_whom": [GROUP_NAMES[group] for group in event.facts.for_whom],
        "german_level": GERMAN_LEVEL_NAMES[event.facts.german_level] if event.facts.german_level else None,
        "cost": COST_NAMES[event.facts.cost] if event.facts.cost else None,
        "has_more_facts": replace(event.facts, for_whom=[], cost=None, cost_note="") != FactsFields(),
        "may_change": may_change(event, request.user),
        "pictures": await pictures.list_of(db, Owner(event_id=event.id)),
        "flyers": await flyers.list_of(db, Owner(event_id=event.id)),
    }


def languages_of(event: Event) -> list[str]:
    """The languages in which its text can be read, the original first."""
    return [event.language, *(text.language for text in event.texts if text.language != event.language)]


async def find(request: Request, db: Connection, search: Search, *, limit: int) -> Listed:
    return await list_public(db, search, limit=limit, **asked(request))


def asked(request: Request) -> dict[str, Any]:
    """When, by whose clocks, and by whom."""
    return {
        "zone": request.app.state.settings.zone,
        "now": datetime.now(UTC),
        "audiences": audiences_of(request.user),
    }
