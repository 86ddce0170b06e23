"""What is new in the calendar, the last change first, for feed readers; as Atom and as JSON Feed it says the same."""

import heapq
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup
from msgspec import Struct

from services.events.domain.feed import Choice, Entry, is_chosen, searchable
from services.events.domain.wording import marked_title, text_in, when_in_words, where_in_words
from shared.categories import CATEGORY_NAMES, Category
from shared.messages.event_details import Flyer, Picture
from shared.messages.events import PUBLIC_STATUSES, EventState, EventStatus
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


def newest(entries: Iterable[Entry], choice: Choice, now: datetime) -> list[EventState]:
    """Those that changed last among what is chosen and not long over."""
    fitting = (entry.state for entry in entries if entry.leaves_at > now and is_chosen(entry, choice))
    return heapq.nlargest(MOST_ENTRIES, fitting, key=lambda state: (state.changed_at, state.id))


def undated(states: Iterable[EventState]) -> Iterator[Entry]:
    """What is to be announced: it is in no calendar, but it is news."""
    for state in states:
        if not state.occurrences and state.status in PUBLIC_STATUSES:
            yield Entry(
                state=state,
                position=(state.changed_at, state.id.int),
                leaves_at=state.changed_at + UNDATED,
                is_off=state.status is EventStatus.CANCELLED,
                organisations=frozenset({state.organisation_slug, *(each.slug for each in state.co_organisers)}),
                words=searchable(state),
                zone="",
            )


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
