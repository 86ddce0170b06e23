"""What is measured on: events that people can sign up for, and the people."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import msgspec

from deploy.local.running import RunningStack
from deploy.local.waiting import wait_until

HEAR_SECONDS = 20
# The most that an event can have.
CAPACITY = 100_000


def a_submitted_event(running: RunningStack, title: str, **changes: Any) -> str:
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
    } | changes
    token = next(reversed(running.demo.organisation_tokens.values()))
    created = ask(running, "/api/events", token=token, json=fields).json()
    ask(running, f"/api/events/{created['id']}/submission", token=token)
    return f"/api/events/{created['id']}"


def publish(running: RunningStack, event: str) -> Any:
    """The published event."""
    return ask(running, f"{event}/publication", token=running.demo.coordinator_token).json()


def an_open_event(running: RunningStack, title: str, **changes: Any) -> str:
    """The id of an event that registration has heard of."""
    event_id: str = publish(running, a_submitted_event(running, title, **changes))["id"]
    wait_until(
        lambda: bool(open_dates(running, event_id)), seconds=HEAR_SECONDS, what=f"Registration hearing of {title}"
    )
    return event_id


def open_dates(running: RunningStack, event_id: str) -> list[datetime]:
    """When its dates begin, by the clocks there."""
    return asyncio.run(read_dates(running, event_id))


async def read_dates(running: RunningStack, event_id: str) -> list[datetime]:
    db = await asyncpg.connect(running.database_url("registration"))
    rows = await db.fetch(
        "SELECT starts_at AT TIME ZONE time_zone AS starts_at FROM rosters WHERE event_id = $1", UUID(event_id)
    )
    await db.close()
    return [row["starts_at"] for row in rows]


def sign_ups(event_id: str, crowd: str) -> Iterator[bytes]:
    """One person after another, each with an own address."""
    return (a_sign_up(event_id, f"{crowd}.{number}") for number in count())


def a_sign_up(event_id: str, name: str, **changes: Any) -> bytes:
    return msgspec.json.encode(
        {
            "event_id": event_id,
            "name": f"Ada {name}",
            "email": f"{name}@people.example",
            "party_size": 1,
            "language": "de",
            "consent": True,
        }
        | changes
    )


def ask(running: RunningStack, path: str, *, token: str, json: Any = None) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.post(f"{running.base_url}{path}", headers=headers, json=json).raise_for_status()
