"""What journeys start from: an event of a partner's, and people who sign up for it."""

import time
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx

from tests.journeys.mailbox import PATIENCE_SECONDS
from tests.journeys.site import Site, eventually, json_of

NEXT_YEAR = datetime.now(UTC).year + 1
# Only those who have a place may ever see it.
SECRET = "https://meet.witten.example/secret-room"
RETRY_SECONDS = 0.1


def fields(**changes: Any) -> dict[str, Any]:
    """What a partner would say about a language café next spring, but for the changes; each title is another one."""
    return {
        "title": f"Sprachcafé {uuid4().hex[:8]}",
        "description": "Wir üben Deutsch bei Kaffee und Tee.\n\nТакож для початківців.",
        "starts_at": f"{NEXT_YEAR}-05-03T18:00:00",
        "ends_at": f"{NEXT_YEAR}-05-03T20:00:00",
        "time_zone": "Europe/Berlin",
        "place": {"name": "Saalbau", "address": "Bergerstraße 25, Witten"},
        "online": True,
        "join_details": SECRET,
        "category": "meeting",
        "languages": ["de", "uk"],
        "takes_registrations": True,
        "capacity": 20,
    } | changes


def typed(**changes: Any) -> dict[str, Any]:
    """The same as a browser posts it."""
    said = fields(**changes)
    place = said.pop("place")
    flags = {name: "on" for name in ("online", "takes_registrations") if said.pop(name)}
    return (
        {name: value for name, value in said.items() if value is not None}
        | flags
        | {f"place.{name}": value for name, value in place.items()}
    )


def a_draft(site: Site, **changes: Any) -> dict[str, Any]:
    event: dict[str, Any] = json_of(site.partner.post("/api/events", json=fields(**changes)), 201)
    return event


def published(site: Site, event: dict[str, Any]) -> dict[str, Any]:
    """The event, handed in by its partner and let through by a coordinator."""
    json_of(site.partner.post(f"/api/events/{event['id']}/submission"), 201)
    answer: dict[str, Any] = json_of(site.coordinator.post(f"/api/events/{event['id']}/publication"), 201)
    return answer


def a_published_event(site: Site, **changes: Any) -> dict[str, Any]:
    return published(site, a_draft(site, **changes))


def an_open_event(site: Site, **changes: Any) -> dict[str, Any]:
    """A published event for which people can sign up: registration has heard of it."""
    event = a_published_event(site, **changes)
    wait_until_open(site, event)
    return event


def wait_until_open(site: Site, event: dict[str, Any]) -> None:
    eventually(
        lambda: 'name="nonce"' in site.anybody.get(f"/register/{event['slug']}").text,
        what="Registration hearing of the event",
    )


def set_for(site: Site, event: dict[str, Any], **settings: Any) -> None:
    """What its organiser asks of those who sign up, and how."""
    address = f"/api/registrations/settings/{event['id']}"
    before = json_of(site.partner.get(address), 200)
    json_of(site.partner.put(address, json=before | settings), 200)


def a_person(event: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Somebody with an address of their own, as they sign up."""
    return {
        "event_id": event["id"],
        "name": "Olena Koval",
        "email": f"olena.{uuid4().hex[:10]}@people.example",
        "party_size": 1,
        "language": "en",
        "consent": True,
    } | changes


def sign_up(site: Site, person: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = json_of(site.anybody.post("/api/registrations", json=person), 201)
    return answer


def sign_up_for_sure(http: httpx.Client, person: dict[str, Any]) -> dict[str, Any]:
    """As a careful website does it: while there is no answer, the same request with the same key once more."""
    key, deadline = str(uuid4()), time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            answer = http.post("/api/registrations", json=person, headers={"Idempotency-Key": key})
        except httpx.TransportError:
            time.sleep(RETRY_SECONDS)
            continue
        # 409 says that the first try goes on.
        if answer.status_code < 500 and answer.status_code != 409:
            registration: dict[str, Any] = json_of(answer, 201)
            return registration
        time.sleep(RETRY_SECONDS)
    raise TimeoutError(f"nobody answered {person['email']}")


def roster_of(site: Site, event: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """All registrations for the event by their ids, as its organisation sees them."""
    listed: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        query = {"event_id": event["id"], "cursor": cursor}
        answer = json_of(site.partner.get("/api/registrations", params=query), 200)
        listed += answer["items"]
        cursor = answer["next_cursor"]
    return {each["id"]: each for each in listed}


def seats_taken(roster: dict[str, dict[str, Any]]) -> int:
    return sum(each["party_size"] for each in roster.values() if each["status"] == "confirmed")


def wait_until_left(site: Site, event: dict[str, Any], seats: int) -> None:
    """Wait until the event's page and the API tell as many places left."""
    words = "Full, waiting list open" if seats == 0 else f"{seats:,} place{'s' if seats > 1 else ''} free"
    eventually(
        lambda: (
            json_of(site.anybody.get(f"/api/events/{event['id']}"), 200)["seats_left"] == seats
            and words in site.anybody.get(f"/events/{event['slug']}").text
        ),
        what=f"{seats} places left",
    )


def get_one_mail_each(site: Site, people: list[dict[str, Any]]) -> None:
    """Wait until all these people have their mail, and nobody has more than one."""
    for person in people:
        site.mailbox.wait_for(person["email"])
    site.wait_until_quiet()
    assert {len(site.mailbox.list_for(person["email"])) for person in people} == {1}
