"""What is measured on: events that people can sign up for, and the people."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import httpx
import msgspec

from deploy.local.running import RunningStack
from deploy.local.waiting import wait_until

HEAR_SECONDS = 20
# The most that an event can have.
CAPACITY = 100_000


def a_submitted_event(running: RunningStack, title: str) -> str:
    """Its address below /api/events."""
    day = datetime.now(UTC).date() + timedelta(days=60)
    fields = {
        "title": title,
        "description": "Bitte bringen Sie Zeit mit.",
        "starts_at": f"{day}T18:00:00",
        "ends_at": f"{day}T20:00:00",
        "place": {"name": "Saalbau"},
        "takes_registrations": True,
        "capacity": CAPACITY,
    }
    token = next(reversed(running.demo.organisation_tokens.values()))
    created = ask(running, "/api/events", token=token, json=fields).json()
    ask(running, f"/api/events/{created['id']}/submission", token=token)
    return f"/api/events/{created['id']}"


def publish(running: RunningStack, event: str) -> Any:
    """The published event."""
    return ask(running, f"{event}/publication", token=running.demo.coordinator_token).json()


def an_open_event(running: RunningStack, title: str) -> str:
    """The id of an event that registration has heard of."""
    event_id: str = publish(running, a_submitted_event(running, title))["id"]
    first = msgspec.json.decode(a_sign_up(event_id, "first"))
    wait_until(
        lambda: httpx.post(f"{running.base_url}/api/registrations", json=first).is_success,
        seconds=HEAR_SECONDS,
        what="The first sign-up",
    )
    return event_id


def sign_ups(event_id: str, crowd: str) -> Iterator[bytes]:
    """One person after another, each with an own address."""
    return (a_sign_up(event_id, f"{crowd}.{number}") for number in count())


def a_sign_up(event_id: str, name: str) -> bytes:
    return msgspec.json.encode(
        {
            "event_id": event_id,
            "name": f"Ada {name}",
            "email": f"{name}@people.example",
            "party_size": 1,
            "language": "de",
            "consent": True,
        }
    )


def ask(running: RunningStack, path: str, *, token: str, json: Any = None) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.post(f"{running.base_url}{path}", headers=headers, json=json).raise_for_status()
