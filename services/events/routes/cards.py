"""Events as templates show them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from msgspec import Struct

from services.events.domain.details import COST_NAMES, GROUP_NAMES
from services.events.domain.event import Event
from services.events.domain.texts import text_in
from services.events.tables import rosters
from services.events.tables.rosters import Seats
from shared import formats
from shared.categories import CATEGORY_NAMES, SPOKEN_LANGUAGES
from shared.database import Connection
from shared.formats import language_name
from shared.messages.event_details import Audience
from shared.translations import catalogue


class EventCard(Struct, frozen=True, kw_only=True):
    """What a card in a list shows, ready to be read."""

    url: str
    title: str
    language: str
    organisation_name: str
    hours: str
    first_day: date | None
    this_year: int
    place: str
    online: bool
    languages: tuple[str, ...]
    status: str
    seats_left: int | None
    campaign: str | None
    repeats: bool
    internal: bool
    sold_out: bool


async def cards_of(db: Connection, events: list[Event], *, language: str) -> list[EventCard]:
    seats = await rosters.list_for(db, [event.id for event in events])
    this_year = datetime.now(UTC).year
    return [card_of(event, seats.get(event.id), language=language, this_year=this_year) for event in events]


def card_of(event: Event, seats: Seats | None, *, language: str, this_year: int) -> EventCard:
    text = text_in(event, language)
    return EventCard(
        url=f"/events/{event.slug}",
        title=text.title,
        language=text.language,
        organisation_name=event.organisation_name,
        hours=formats.hours(event, language),
        first_day=formats.first_day(event),
        this_year=this_year,
        place=event.place_name or "",
        online=event.online,
        languages=tuple(language_name(code, language) for code in event.languages),
        status=event.status,
        seats_left=seats.left if seats and seats.is_open else None,
        campaign=event.campaign_title,
        repeats=event.recurrence is not None,
        internal=event.audience is Audience.INTERNAL,
        sold_out=event.is_sold_out,
    )


@cache
def choices(language: str) -> Mapping[str, Any]:
    """What the selects of a form or a filter offer: value and text."""
    translate = catalogue(language).gettext
    return {
        "categories": [(category.value, translate(name)) for category, name in CATEGORY_NAMES.items()],
        "spoken_languages": [(code, language_name(code, language)) for code in SPOKEN_LANGUAGES],
        "groups": [(group.value, translate(name)) for group, name in GROUP_NAMES.items()],
        "costs": [(cost.value, translate(name)) for cost, name in COST_NAMES.items()],
    }
