"""Events and organisations as search engines read them (schema.org, in JSON-LD).

What Google documents for events is kept to: each date of a series is an event of its own, a postponed event keeps its
old date, and the last day of whole days is included. Nothing in it is for some people only.
"""

from datetime import datetime
from typing import Any
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

import msgspec
from markupsafe import Markup

from services.events.domain.coming import ComingDate, coming_dates, date_of
from services.events.domain.wording import text_in
from shared.messages.event_details import Cost
from shared.messages.events import EventState, EventStatus

SCHEMA = "https://schema.org"
# More would make the page heavy, and the later ones are read when they come near.
MOST_DATES = 20
STATUSES = {
    EventStatus.PUBLISHED: f"{SCHEMA}/EventScheduled",
    EventStatus.POSTPONED: f"{SCHEMA}/EventPostponed",
    EventStatus.CANCELLED: f"{SCHEMA}/EventCancelled",
}
RESCHEDULED = f"{SCHEMA}/EventRescheduled"
# A JSON text without these can stand in a script element: nothing in it ends the element (HTML, 4.12.1.3).
ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def event_ld(state: EventState, language: str, *, now: datetime) -> dict[str, Any]:
    """The event, or the series with the dates that come next."""
    if state.recurrence is None:
        date = date_of(state, state.occurrences[0]) if state.occurrences else None
        return {"@context": SCHEMA, "@type": "Event"} | about(state, language) | dates(state, date)
    dated = [{"@type": "Event"} | about(state, language) | dates(state, date) for date in next_dates(state, now)]
    return {"@context": SCHEMA, "@type": "EventSeries"} | about(state, language) | {"subEvent": dated}


def next_dates(state: EventState, now: datetime) -> list[ComingDate]:
    return coming_dates([state], now=now, limit=MOST_DATES)


def about(state: EventState, language: str) -> dict[str, Any]:
    """What is the same on each date."""
    text = text_in(state, language)
    said = {
        "name": text.title,
        "description": text.description,
        "url": state.url,
        "inLanguage": state.languages,
        "location": location(state),
        "organizer": organisers(state),
        "image": [urljoin(state.url, picture.url) for picture in state.pictures],
        "isAccessibleForFree": None if state.facts.cost is None else state.facts.cost is not Cost.PAID,
        "maximumAttendeeCapacity": state.capacity,
        "eventAttendanceMode": f"{SCHEMA}/{attendance_mode(state)}" if state.place or state.online else None,
    }
    return {name: value for name, value in said.items() if value not in (None, "", [])}


def dates(state: EventState, date: ComingDate | None) -> dict[str, Any]:
    """When this date is and what became of it; an event to be announced has no date."""
    if date is None:
        return {"eventStatus": STATUSES[state.status]}
    said = {"eventStatus": STATUSES[date.status]}
    if date.status is EventStatus.PUBLISHED and date.moved_from:
        moved_from = date.moved_from.replace(tzinfo=ZoneInfo(state.time_zone))
        said = {
            "eventStatus": RESCHEDULED,
            "previousStartDate": moved_from.date().isoformat() if date.starts_on else moved_from.isoformat(),
        }
    if date.starts_on and date.ends_on:
        return said | {"startDate": date.starts_on.isoformat(), "endDate": date.ends_on.isoformat()}
    zone = ZoneInfo(state.time_zone)
    return said | {
        "startDate": date.occurrence.starts_at.astimezone(zone).isoformat(),
        "endDate": date.occurrence.ends_at.astimezone(zone).isoformat(),
    }


def attendance_mode(state: EventState) -> str:
    if state.place and state.online:
        return "MixedEventAttendanceMode"
    return "OnlineEventAttendanceMode" if state.online else "OfflineEventAttendanceMode"


def location(state: EventState) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if state.place:
        place: dict[str, Any] = {"@type": "Place", "name": state.place.name}
        # We know the address as one line; schema.org wants parts or a text, and guessing parts would be worse.
        place["address"] = state.place.address or state.place.name
        if state.coordinates:
            place["geo"] = {
                "@type": "GeoCoordinates",
                "latitude": state.coordinates.latitude,
                "longitude": state.coordinates.longitude,
            }
        found.append(place)
    if state.online:
        # How to join is only for people with a place, unless everybody may know.
        is_open = state.conference.is_public and state.conference.url
        found.append({"@type": "VirtualLocation", "url": state.conference.url if is_open else state.url})
    return found


def organisers(state: EventState) -> list[dict[str, Any]]:
    base_url = base_url_of(state)
    named = [
        (state.organisation_slug, state.organisation_name),
        *((each.slug, each.name) for each in state.co_organisers),
    ]
    return [{"@type": "Organization", "name": name, "url": f"{base_url}/organisations/{slug}"} for slug, name in named]


def base_url_of(state: EventState) -> str:
    return state.url.removesuffix(f"/events/{state.slug}")


def organisation_ld(*, name: str, url: str, network: str, network_url: str) -> dict[str, Any]:
    return {
        "@context": SCHEMA,
        "@type": "Organization",
        "name": name,
        "url": url,
        "memberOf": {"@type": "Organization", "name": network, "url": network_url},
    }


def as_script(linked: dict[str, Any]) -> Markup:
    """The JSON as it can stand in `<script type="application/ld+json">`."""
    script = msgspec.json.encode(linked).decode()
    # `str.translate` would take a hundred times as long: it looks at each character.
    for character, escape in ESCAPES.items():
        script = script.replace(character, escape)
    return Markup(script)  # noqa: S704 - nothing in it is HTML any more
