"""What is internal to the network: only those who log in may see the page and sign up."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from shared import copies
from shared.database import Pool
from shared.messages.event_details import Audience
from shared.messages.events import EventState
from shared.sessions import SESSION_COOKIE, sign_session
from tests.registration.given import (
    FOREIGN_ORGANISATION,
    a_member,
    an_open_event,
    an_organisation,
    changed,
    heard,
    statuses,
)
from tests.registration.test_sign_up_page import TYPED


@pytest.fixture
async def event(pool: Pool) -> EventState:
    async with pool.acquire() as db, db.transaction():
        await copies.keep(db, an_organisation(FOREIGN_ORGANISATION, token="a-token"))
        return await an_open_event(db, audience=Audience.INTERNAL)


@pytest.fixture
async def member(pool: Pool, environment: dict[str, str]) -> dict[str, str]:
    """A member of whichever organisation of the network."""
    member = a_member(FOREIGN_ORGANISATION)
    async with pool.acquire() as db:
        await copies.keep(db, member)
    session = sign_session(member.id, private_key=environment["EVENTS_SESSION_PRIVATE_KEY"], now=datetime.now(UTC))
    return {"Cookie": f"{SESSION_COOKIE}={session}"}


def a_body(event: EventState) -> dict[str, Any]:
    return {
        "event_id": str(event.id),
        "name": "Ada",
        "email": "ada@a.example",
        "party_size": 1,
        "language": "de",
        "consent": True,
    }


async def test_to_strangers_it_is_not_there(web: httpx.AsyncClient, event: EventState, pool: Pool) -> None:
    answers = [
        await web.get(f"/register/{event.slug}"),
        await web.get(f"/register/{event.slug}/received?status=confirmed"),
        await web.post(f"/register/{event.slug}", data=TYPED),
        await web.post("/api/registrations", json=a_body(event)),
        await web.post("/api/registrations", json=a_body(event), headers={"Authorization": "Bearer guessed"}),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5
    assert not any(event.title in answer.text for answer in answers)
    async with pool.acquire() as db:
        assert await statuses(db, event) == {}


async def test_it_is_not_there_either_when_it_is_closed(web: httpx.AsyncClient, event: EventState, pool: Pool) -> None:
    async with pool.acquire() as db, db.transaction():
        await heard(db, changed(event, takes_registrations=False))

    assert (await web.post("/api/registrations", json=a_body(event))).status_code == 404


async def test_members_sign_up(web: httpx.AsyncClient, event: EventState, pool: Pool, member: dict[str, str]) -> None:
    shown = await web.get(f"/register/{event.slug}", headers=member)
    posted = await web.post(f"/register/{event.slug}", data=TYPED, headers=member)
    answer = await web.post(
        "/api/registrations",
        json=a_body(event) | {"email": "bob@a.example"},
        headers={"Authorization": "Bearer a-token"},
    )

    assert (shown.status_code, posted.status_code, answer.status_code) == (200, 303, 201)
    async with pool.acquire() as db:
        assert await statuses(db, event) == {"ada@a.example": "confirmed", "bob@a.example": "confirmed"}


async def test_an_event_that_becomes_internal_takes_no_strangers_any_more(web: httpx.AsyncClient, pool: Pool) -> None:
    async with pool.acquire() as db, db.transaction():
        event = await an_open_event(db)
        await heard(db, changed(event, audience=Audience.INTERNAL))

    assert (await web.post("/api/registrations", json=a_body(event))).status_code == 404
