"""Feeds as a calendar program takes them."""

from datetime import datetime
from typing import Any

import httpx
from icalendar import Calendar
from msgspec import Struct

from tests.journeys.site import eventually

LONGEST_LINE_OCTETS = 75


class Entry(Struct, frozen=True, kw_only=True):
    """A VEVENT; `zone` is the TZID its start is given in."""

    uid: str
    sequence: int
    status: str
    summary: str
    description: str
    location: str
    url: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    stamped_at: datetime
    changed_at: datetime
    names: set[str]


def paths_of(event: dict[str, Any]) -> list[str]:
    """The feeds with a fixed address that hold the event."""
    folders = {"organisations": "organisation", "categories": "category", "events": "slug", "campaigns": "campaign"}
    own = [f"/{folder}/{event[field]}.ics" for folder, field in folders.items() if event[field]]
    return ["/calendar.ics", "/calendar-archive.ics", *own]


def fetch(http: httpx.Client, path: str, **headers: str) -> httpx.Response:
    """The feed, compressed only when `headers` ask for it; names of headers in lower case, with `_` for `-`."""
    asked = {"accept-encoding": "identity"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return http.get(path, headers=asked)


def find_entry(http: httpx.Client, path: str, event: dict[str, Any]) -> Entry | None:
    """The event's entry in the feed; None while the feed or the entry is not there yet."""
    answer = fetch(http, path)
    if answer.status_code in {404, 503}:
        return None
    entries = (read(component) for component in Calendar.from_ical(answer.raise_for_status().content).walk("VEVENT"))
    return next((entry for entry in entries if entry.uid == event["id"]), None)


def wait_for_entry(http: httpx.Client, path: str, event: dict[str, Any], **expected: object) -> Entry:
    """The event's entry in the feed, once it is there and says what is expected."""

    def question() -> Entry | None:
        entry = find_entry(http, path, event)
        return entry if entry and all(getattr(entry, name) == value for name, value in expected.items()) else None

    entry = eventually(question, what=f"The entry of {event['title']} in {path}")
    assert entry is not None
    return entry


def read(component: Any) -> Entry:
    return Entry(
        uid=str(component["UID"]),
        sequence=int(component["SEQUENCE"]),
        status=str(component["STATUS"]),
        summary=str(component["SUMMARY"]),
        description=str(component["DESCRIPTION"]),
        location=str(component.get("LOCATION", "")),
        url=str(component["URL"]),
        starts_at=component["DTSTART"].dt,
        ends_at=component["DTEND"].dt,
        zone=component["DTSTART"].params.get("TZID", ""),
        stamped_at=component["DTSTAMP"].dt,
        changed_at=component["LAST-MODIFIED"].dt,
        names=set(component),
    )
