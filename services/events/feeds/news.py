"""News for feed readers, made from the calendar in memory: as Atom and as JSON Feed, at addresses beside the pages."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from itertools import chain

from msgspec.structs import replace

from services.events.domain.atom import atom
from services.events.domain.feed import Choice
from services.events.domain.json_feed import json_feed
from services.events.domain.news import News, entry_of, newest, undated
from services.events.feeds.index import ICS, choice_at
from services.events.feeds.shelf import LONG_AGO, Shelf
from shared.messages.events import CampaignState, EventState, OrganisationState
from shared.problems import NotFound

WRITERS: dict[str, tuple[Callable[[News], bytes], str]] = {
    ".atom": (atom, "application/atom+xml"),
    ".json": (json_feed, "application/feed+json"),
}
NEWS = tuple(WRITERS)
ALL_NEWS = frozenset(f"/events{ending}" for ending in NEWS)


def body_of(shelf: Shelf, address: str) -> bytes:
    """What stands at this fixed address. Raises `NotFound`."""
    write, _ = WRITERS[ending_of(address)]
    return write(news_of(shelf, address, Choice()))


def news_of(shelf: Shelf, path: str, choice: Choice, *, query: str = "") -> News:
    """The news at this path: of all, of an organisation or of a campaign. Raises `NotFound`."""
    page = path.removesuffix(ending_of(path))
    about = choice_at(page + ICS)
    chosen = replace(
        choice, organisation=about.organisation or choice.organisation, campaign=about.campaign or choice.campaign
    )
    entries = chain(shelf.index.near(chosen), undated(shelf.events.values()))
    states = newest(entries, chosen, datetime.now(UTC))
    return News(
        title=title_at(shelf, page),
        url=f"{shelf.settings.base_url}{page}",
        source=f"{shelf.settings.base_url}{path}{query}",
        language=choice.lang,
        updated=max((state.changed_at for state in states), default=LONG_AGO),
        entries=[entry_of(state, choice.lang, shelf.settings.zone) for state in states],
    )


def ending_of(path: str) -> str:
    return path[path.rfind(".") :]


def title_at(shelf: Shelf, page: str) -> str:
    if page == "/events":
        return shelf.settings.network_name
    match shelf.named.get(page + ICS):
        case OrganisationState(name=name) | CampaignState(title=name):
            return name
    raise NotFound("news")


def news_beside(shelf: Shelf, addresses: Iterable[str]) -> set[str]:
    """The addresses of the news that change when these calendar feeds do."""
    pages = {"/events"}
    for address in addresses:
        state = shelf.named.get(address)
        if isinstance(state, EventState):
            # One without a date is in no calendar feed but its own.
            slugs = [state.organisation_slug, *(each.slug for each in state.co_organisers)]
            pages |= {f"/organisations/{slug}" for slug in slugs}
            pages |= {f"/campaigns/{state.campaign}"} if state.campaign else set()
        elif address.startswith(("/organisations/", "/campaigns/")):
            pages.add(address.removesuffix(ICS))
    return {page + ending for page in pages for ending in NEWS}
