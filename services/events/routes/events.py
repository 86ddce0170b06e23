"""The public pages: what is on, and one event."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get
from litestar.params import FromPath

from services.events.domain.categories import CATEGORY_NAMES
from services.events.domain.event import Event
from services.events.domain.search import Position, Search, cursor_of
from services.events.routes.cards import cards_of, choices, language_name
from services.events.routes.views import may_change
from services.events.tables import campaigns, events, listing, organisations, rosters
from shared import forms
from shared.access import Who
from shared.database import Connection
from shared.forms import Form
from shared.problems import Invalid, NotFound
from shared.translations import catalogue
from shared.web import Request, Transaction, language_of, page

PAGE_SIZE = 30
HOME_SIZE = 6


@get("/", who=Who.ANYONE, include_in_schema=False)
async def show_home(request: Request, db: Transaction) -> Response[str]:
    found, _ = await find(request, db, Search(), limit=HOME_SIZE)
    return page(request, "home.html", events=await cards_of(db, found, language=language_of(request).code))


@get("/events", who=Who.ANYONE, include_in_schema=False)
async def list_events(request: Request, db: Transaction) -> Response[str]:
    typed = dict(request.query_params)
    problem: Invalid | None = None
    found: list[Event] = []
    more: Position | None = None
    try:
        found, more = await find(request, db, forms.from_form(Search, typed), limit=PAGE_SIZE)
    except Invalid as error:
        problem = error
    language = language_of(request)
    translations = catalogue(language.code)
    return page(
        request,
        "events.html",
        status=422 if problem else 200,
        form=Form(Search, translations, typed, problem),
        events=await cards_of(db, found, language=language.code),
        organisations=[(each.slug, each.name) for each in await organisations.list_all(db)],
        campaigns=[(each.slug, f"{each.title} {each.starts_on.year}") for each in await campaigns.list_all(db)],
        next_url=f"/events?{urlencode({**typed, 'cursor': cursor_of(more)})}" if more else None,
        is_filtered=bool(set(typed) - {"lang", "cursor"}),
        feed_query=urlencode({name: value for name, value in typed.items() if value and name in FEED_FILTERS}),
        **choices(language.code, translations.gettext),
    )


FEED_FILTERS = ("organisation", "campaign", "category", "language", "q")


@get("/events/{slug:str}", who=Who.ANYONE, include_in_schema=False)
async def show_event(request: Request, db: Transaction, slug: FromPath[str]) -> Response[str]:
    event = await events.get_by_slug(db, slug)
    if not event.is_public and not may_change(event, request.user):
        raise NotFound("event")
    return page(request, "event.html", **await shown(request, db, event))


async def shown(request: Request, db: Connection, event: Event) -> dict[str, Any]:
    """What the page of an event needs."""
    language = language_of(request).code
    return {
        "event": event,
        "seats": (await rosters.list_for(db, [event.id])).get(event.id),
        "category": CATEGORY_NAMES[event.category],
        "spoken": [language_name(code, language) for code in event.languages],
        "may_change": may_change(event, request.user),
    }


async def find(request: Request, db: Connection, search: Search, *, limit: int) -> tuple[list[Event], Position | None]:
    zone = request.app.state.settings.zone
    return await listing.list_public(db, search, zone=zone, now=datetime.now(UTC), limit=limit)
