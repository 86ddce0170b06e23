"""What the page of an event tells search engines, messengers and calendars about it."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from markupsafe import Markup
from msgspec import Struct

from services.events.domain.calendar_links import links_of
from services.events.domain.feed import is_public
from services.events.domain.json_ld import as_script, event_ld, organisation_ld
from services.events.domain.wording import marked_title, text_in, when_in_words, where_in_words
from services.events.feeds.shelf import Shelf
from shared.messages.events import EventState
from shared.web import Request, language_of

# What messengers show of a description.
MOST_CHARACTERS = 200


class Preview(Struct, frozen=True, kw_only=True):
    """A page as a messenger shows it beside its link (ogp.me)."""

    title: str
    description: str
    url: str
    image: str | None = None
    image_alt: str = ""


def event_links(request: Request, event_id: UUID) -> dict[str, Any]:
    """What `_event_head.html` and `_add_to_calendar.html` need; nothing of an event that not everybody may see."""
    shelf: Shelf = request.app.state.shelf
    state = shelf.events.get(event_id)
    if state is None or not is_public(state):
        return {"linked": None, "preview": None, "calendar_links": None}
    code = language_of(request).code
    return {
        "linked": as_script(event_ld(state, code, now=datetime.now(UTC))),
        "preview": preview_of(state, code, shelf),
        "calendar_links": links_of(state, code),
    }


def preview_of(state: EventState, language: str, shelf: Shelf) -> Preview:
    when, where = when_in_words(state, language, shelf.settings.zone), where_in_words(state, language)
    description = " ".join(text_in(state, language).description.split())
    text = " · ".join(part for part in (when, where, description) if part)
    picture = state.pictures[0] if state.pictures else None
    return Preview(
        title=marked_title(state, language),
        description=text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 2].rstrip()} …",
        url=state.url,
        # The small one: messengers leave out what takes long to load.
        image=urljoin(state.url, picture.small_url) if picture else None,
        image_alt=picture.alt if picture else "",
    )


def organisation_script(request: Request, *, slug: str, name: str) -> Markup:
    """What `organisation.html` tells search engines."""
    settings = request.app.state.settings
    linked = organisation_ld(
        name=name,
        url=f"{settings.base_url}/organisations/{slug}",
        network=settings.network_name,
        network_url=settings.base_url,
    )
    return as_script(linked)
