"""Feeds as a calendar program takes them."""

import httpx
from icalendar import Calendar, Event

LONGEST_LINE_OCTETS = 75


def paths_of(event: dict[str, str]) -> list[str]:
    """The feeds with a fixed address that hold the event."""
    return ["/calendar.ics", f"/organisations/{event['organisation']}.ics", f"/events/{event['slug']}.ics"]


def fetch(http: httpx.Client, path: str, **headers: str) -> httpx.Response:
    """The feed, compressed only when `headers` ask for it; names of headers in lower case, with `_` for `-`."""
    asked = {"accept-encoding": "identity"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return http.get(path, headers=asked)


def entry_in(http: httpx.Client, path: str, event: dict[str, str]) -> Event | None:
    """The event's entry in the feed; None while the feed or the entry is not there yet."""
    answer = fetch(http, path)
    if answer.status_code in {404, 503}:
        return None
    entries = Calendar.from_ical(answer.raise_for_status().content).walk("VEVENT")
    return next((entry for entry in entries if entry["UID"] == event["id"]), None)
