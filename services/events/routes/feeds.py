"""Feeds that are not files at the edge: those with filters in the query, and all of them where there is no edge."""

import re
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from litestar import Response, get
from litestar.params import FromPath
from msgspec import Meta, Struct, inspect, structs

from services.events.domain.feed import Choice
from services.events.feeds.index import choice_at, is_address
from services.events.feeds.ready import ReadyFeed
from services.events.feeds.serving import FEEDS
from services.events.feeds.shelf import Shelf
from shared import forms
from shared.access import Who
from shared.categories import SPOKEN_LANGUAGES, Category
from shared.messages.event_details import Cost, Group
from shared.problems import NotFound, invalid
from shared.sentences import SENTENCES
from shared.translations import DEFAULT_LANGUAGE, N_
from shared.web import Request

Slug = Annotated[str, Meta(max_length=200)]
# As far as our texts need it (RFC 5646, 2.1).
LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}")
NO_SUCH_LANGUAGE = N_("This is not a language code. An example: de")


class FeedFilters(Struct, frozen=True, kw_only=True):
    """The filters of a feed, and the language of its texts and of our own words in it."""

    organisation: Annotated[Slug | None, Meta(title=N_("Organisation"))] = None
    campaign: Annotated[Slug | None, Meta(title=N_("Campaign"))] = None
    category: Annotated[Category | None, Meta(title=N_("Category"))] = None
    language: Annotated[str | None, Meta(title=N_("Language spoken"))] = None
    for_whom: Annotated[Group | None, Meta(title=N_("For whom"))] = None
    cost: Annotated[Cost | None, Meta(title=N_("Cost"))] = None
    q: Annotated[Annotated[str, Meta(max_length=200)] | None, Meta(title=N_("Search words"))] = None
    lang: str = DEFAULT_LANGUAGE.code
    cancelled: Literal["0", "1"] = "1"


@get(FEEDS + "/{address:path}", who=Who.ANYONE, include_in_schema=False)
async def show_feed(request: Request, address: FromPath[str]) -> Response[bytes]:
    """The feed, or 304 when the caller has it. Raises `NotFound`, `Invalid`, `Unavailable`.

    It is kept, so that who asks the same way again is answered before any route is looked for (`feeds/serving.py`).
    """
    if not is_address(address):
        raise NotFound("feed")
    choice = choice_at(address)
    filters = filters_of(forms.from_form(FeedFilters, dict(request.query_params)), choice)
    choice = structs.replace(choice, **filters | {"cancelled": "cancelled" not in filters})
    # What the feed is about stands in its own address too, or apps that go by that would get another feed.
    full_address = f"{address}?{urlencode(filters)}" if filters else address
    shelf: Shelf = request.app.state.shelf
    ready = shelf.feed(full_address, choice)
    shelf.kept.keep_query(address, request.scope["query_string"], (full_address, choice))
    return answer(request, ready)


def filters_of(filters: FeedFilters, choice: Choice) -> dict[str, Any]:
    """The filters that change something; what the path says stands. Raises `Invalid`."""
    if filters.language and filters.language not in SPOKEN_LANGUAGES:
        raise invalid("language", SENTENCES[inspect.EnumType], choices=", ".join(SPOKEN_LANGUAGES))
    if not LANGUAGE_TAG.fullmatch(filters.lang):
        raise invalid("lang", NO_SUCH_LANGUAGE)
    usual = structs.asdict(FeedFilters())
    return {
        name: value
        for name, value in structs.asdict(filters).items()
        if value != usual[name] and getattr(choice, name) in {None, usual[name], True}
    }


def answer(request: Request, ready: ReadyFeed) -> Response[bytes]:
    found = ready.answer(request.scope["headers"])
    headers = {name.decode(): value.decode("latin-1") for name, value in found.headers}
    return Response(found.body, status_code=found.status, headers=headers, media_type=headers.get("content-type"))
