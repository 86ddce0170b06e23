"""What is new in the calendar, the last change first, for feed readers; as Atom and as JSON Feed it says the same."""

import heapq
from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup
from msgspec import Struct

from services.events.domain.categories import CATEGORY_NAMES, Category
from services.events.domain.feed import PAST, Choice, is_chosen
from services.events.domain.wording import marked_title, text_in, when_in_words, where_in_words
from shared.messages.event_details import Audience, Flyer, Picture
from shared.messages.events import PUBLIC_STATUSES, EventState
from shared.translations import catalogue

# What a feed reader shows of one source without burying the others.
MOST_ENTRIES = 100
# An entry without a date is news for a year after it was last changed.
UNDATED = timedelta(days=365)


class NewsEntry(Struct, frozen=True, kw_only=True):
    """An event as a feed reader shows it."""

    id: str
    url: str
    title: str
    summary: str
    html: str
    language: str
    author: str
    author_url: str
    category: str
    updated: datetime
    picture: Picture | None
    flyers: list[Flyer]


class News(Struct, frozen=True, kw_only=True):
    """A feed of news: `url` is the page it is about, `source` its own address."""

    title: str
    url: str
    source: str
    language: str
    updated: datetime
    entries: list[NewsEntry]


def newest(states: Iterable[EventState], choice: Choice, now: datetime) -> list[EventState]:
    """Those that changed last among what is public, chosen, and not long over."""
    fitting = (state for state in states if is_news(state, now) and is_chosen(state, choice))
    return heapq.nlargest(MOST_ENTRIES, fitting, key=lambda state: (state.changed_at, state.id))


def is_news(state: EventState, now: datetime) -> bool:
    if state.status not in PUBLIC_STATUSES or state.audience is not Audience.PUBLIC:
        return False
    if state.occurrences:
        return state.occurrences[-1].ends_at > now - PAST
    return state.changed_at > now - UNDATED


def entry_of(state: EventState, language: str, zone: ZoneInfo) -> NewsEntry:
    text = text_in(state, language)
    when, where = when_in_words(state, language, zone), where_in_words(state, language)
    base_url = state.url.partition("/events/")[0]
    return NewsEntry(
        id=f"urn:uuid:{state.id}",
        url=state.url,
        title=marked_title(state, language),
        summary=" · ".join(part for part in (when, where) if part),
        html=as_html(when, where, text.description, language=text.language),
        language=text.language,
        author=state.organisation_name,
        author_url=f"{base_url}/organisations/{state.organisation_slug}",
        category=catalogue(language).gettext(CATEGORY_NAMES[Category(state.category)]),
        updated=state.changed_at,
        picture=state.pictures[0] if state.pictures else None,
        flyers=state.flyers,
    )


def as_html(when: str, where: str, description: str, *, language: str) -> str:
    """When, where and what as paragraphs; what people wrote stays text."""
    lines = Markup("<br>").join(part for part in (when, where) if part)
    paragraphs = [
        Markup('<p dir="auto" lang="{}">{}</p>').format(language, Markup("<br>").join(paragraph.split("\n")))
        for paragraph in description.split("\n\n")
        if paragraph.strip()
    ]
    return str(Markup("<p>{}</p>").format(lines) + Markup().join(paragraphs))
