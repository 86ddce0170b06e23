"""News of the calendar for feed readers, from memory: Atom and JSON Feed, with the filters of the list."""

from datetime import UTC, datetime
from urllib.parse import urlencode

from litestar import Response, get
from msgspec.structs import replace

from services.events.domain.atom import atom
from services.events.domain.feed import NEVER
from services.events.domain.json_feed import json_feed
from services.events.domain.news import News, entry_of, newest
from services.events.domain.selection import Selection, choice_of
from services.events.feeds.shelf import Shelf
from services.events.routes.answers import complete_shelf, name_of, same_for_all
from shared import forms
from shared.access import Who
from shared.translations import language
from shared.web import Request

WRITERS = {".atom": (atom, "application/atom+xml"), ".json": (json_feed, "application/feed+json")}
NEWS = tuple(WRITERS)


@get("/events.atom", who=Who.ANYONE, include_in_schema=False)
async def show_atom(request: Request) -> Response[bytes]:
    return news_answer(request)


@get("/events.json", who=Who.ANYONE, include_in_schema=False)
async def show_json_feed(request: Request) -> Response[bytes]:
    return news_answer(request)


def news_answer(request: Request, *, organisation: str | None = None, campaign: str | None = None) -> Response[bytes]:
    """The news at this address, of all or of one organisation or campaign, named as at the end of the path.

    Raises `NotFound`, `Invalid`, and `Unavailable` while we have not heard of everything yet.
    """
    shelf = complete_shelf(request)
    selection = forms.from_form(Selection, dict(request.query_params))
    page, dot, ending = request.url.path.rpartition(".")
    if organisation:
        selection = replace(selection, organisation=organisation.removesuffix(dot + ending))
    if campaign:
        selection = replace(selection, campaign=campaign.removesuffix(dot + ending))
    write, media_type = WRITERS[dot + ending]
    news = news_of(
        shelf,
        selection,
        title=name_of(shelf, selection) if organisation or campaign else shelf.settings.network_name,
        page=page,
        address=f"{request.url.path}?{query}" if (query := urlencode(request.query_params)) else request.url.path,
    )
    return same_for_all(request, write(news), media_type, last_modified=news.updated)


def news_of(shelf: Shelf, selection: Selection, *, title: str, page: str, address: str) -> News:
    choice = choice_of(selection, language=language(selection.lang).code)
    states = newest(shelf.events.values(), choice, datetime.now(UTC))
    return News(
        title=title,
        url=f"{shelf.settings.base_url}{page}",
        source=f"{shelf.settings.base_url}{address}",
        language=choice.lang,
        updated=max((state.changed_at for state in states), default=NEVER),
        entries=[entry_of(state, choice.lang, shelf.settings.zone) for state in states],
    )
