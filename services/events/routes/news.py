"""News of the calendar for feed readers, from memory: Atom and JSON Feed, with the filters of the list."""

from datetime import UTC, datetime
from itertools import chain

from litestar import Response, get
from msgspec.structs import replace

from services.events.domain.atom import atom
from services.events.domain.feed import Choice
from services.events.domain.json_feed import json_feed
from services.events.domain.news import News, entry_of, newest, undated
from services.events.domain.selection import Selection, choice_of, with_question_mark
from services.events.feeds.index import ICS, choice_at
from services.events.feeds.shelf import LONG_AGO, Shelf
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


def news_answer(request: Request) -> Response[bytes]:
    """The news at this path: of all, of an organisation or of a campaign.

    Raises `NotFound`, `Invalid`, and `Unavailable` while we have not heard of everything yet.
    """
    shelf = complete_shelf(request)
    page, dot, ending = request.url.path.rpartition(".")
    write, media_type = WRITERS[dot + ending]
    about = choice_at(page + ICS)
    selection = forms.from_form(Selection, dict(request.query_params))
    chosen = replace(
        selection,
        organisation=about.organisation or selection.organisation,
        campaign=about.campaign or selection.campaign,
    )
    query = with_question_mark(dict(request.query_params))
    news = news_of(
        shelf,
        choice_of(chosen, language=language(selection.lang).code),
        title=name_of(shelf, Selection(organisation=about.organisation, campaign=about.campaign)),
        page=page,
        address=f"{request.url.path}{query}",
    )
    return same_for_all(request, write(news), media_type, last_modified=news.updated)


def news_of(shelf: Shelf, choice: Choice, *, title: str, page: str, address: str) -> News:
    entries = chain(shelf.index.near(choice), undated(shelf.events.values()))
    states = newest(entries, choice, datetime.now(UTC))
    return News(
        title=title,
        url=f"{shelf.settings.base_url}{page}",
        source=f"{shelf.settings.base_url}{address}",
        language=choice.lang,
        updated=max((state.changed_at for state in states), default=LONG_AGO),
        entries=[entry_of(state, choice.lang, shelf.settings.zone) for state in states],
    )
