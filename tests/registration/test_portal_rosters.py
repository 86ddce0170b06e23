"""What an organisation's people see of those who come."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import httpx
import pytest

from shared import copies
from shared.database import Pool
from shared.messages.events import EventState
from shared.sessions import SESSION_COOKIE, sign_session
from tests.registration.given import (
    FOREIGN_ORGANISATION,
    ORGANISATION,
    a_member,
    an_open_event,
    signed_up,
    statuses,
)


@pytest.fixture
async def event(pool: Pool) -> EventState:
    """For two, with ada on it and bob waiting."""
    async with pool.acquire() as db, db.transaction():
        event = await an_open_event(db, capacity=2)
        await signed_up(db, event, "ada@a.example", 2, name="Ada & family", phone="02302 1234")
        await signed_up(db, event, "bob@a.example", 1, name="Bob")
        return event


@pytest.fixture
async def own(pool: Pool, environment: dict[str, str]) -> dict[str, str]:
    return await session_of_a_member(pool, environment, ORGANISATION)


@pytest.fixture
async def foreign(pool: Pool, environment: dict[str, str]) -> dict[str, str]:
    return await session_of_a_member(pool, environment, FOREIGN_ORGANISATION)


async def session_of_a_member(pool: Pool, environment: dict[str, str], organisation_id: UUID) -> dict[str, str]:
    member = a_member(organisation_id)
    async with pool.acquire() as db:
        await copies.keep(db, member)
    session = sign_session(member.id, private_key=environment["EVENTS_SESSION_PRIVATE_KEY"], now=datetime.now(UTC))
    return {"Cookie": f"{SESSION_COOKIE}={session}"}


async def test_members_see_the_numbers_of_their_events(
    web: httpx.AsyncClient, event: EventState, own: dict[str, str]
) -> None:
    shown = (await web.get("/portal/rosters", headers=own)).text

    assert f'<a href="/portal/rosters/{event.id}"><bdi>Sprachcafé &amp; Tee</bdi></a>' in shown
    assert "2 / 2" in shown


async def test_members_see_who_comes_and_who_waits(
    web: httpx.AsyncClient, event: EventState, own: dict[str, str]
) -> None:
    shown = (await web.get(f"/portal/rosters/{event.id}", headers=own)).text

    coming, waiting = shown.split("<h2>Waiting list</h2>")
    assert "Ada &amp; family" in coming
    assert "02302 1234" in coming
    assert "bob@a.example" in waiting


async def test_members_cancel_for_somebody_and_the_next_moves_up(
    web: httpx.AsyncClient, event: EventState, pool: Pool, own: dict[str, str]
) -> None:
    async with pool.acquire() as db:
        ada = await db.fetchval("SELECT id FROM registrations WHERE email = 'ada@a.example'")

    cancelled = await web.post(f"/portal/rosters/registrations/{ada}/cancellation", headers=own)

    assert (cancelled.status_code, cancelled.headers["Location"]) == (303, f"/portal/rosters/{event.id}")
    async with pool.acquire() as db:
        assert await statuses(db, event) == {"ada@a.example": "cancelled", "bob@a.example": "confirmed"}


async def test_to_others_a_roster_is_not_there(
    web: httpx.AsyncClient, event: EventState, pool: Pool, foreign: dict[str, str]
) -> None:
    async with pool.acquire() as db:
        ada = await db.fetchval("SELECT id FROM registrations WHERE email = 'ada@a.example'")

    assert "Sprachcafé" not in (await web.get("/portal/rosters", headers=foreign)).text
    for event_id in (event.id, uuid4()):
        assert (await web.get(f"/portal/rosters/{event_id}", headers=foreign)).status_code == 404
    for registration_id in (ada, uuid4()):
        address = f"/portal/rosters/registrations/{registration_id}/cancellation"
        assert (await web.post(address, headers=foreign)).status_code == 404
    async with pool.acquire() as db:
        assert (await statuses(db, event))["ada@a.example"] == "confirmed"


async def test_strangers_are_sent_to_the_login(web: httpx.AsyncClient, event: EventState) -> None:
    shown = await web.get(f"/portal/rosters/{event.id}")

    assert shown.status_code == 303
    assert shown.headers["Location"] == "/login"


async def test_an_organisation_without_events_is_told_what_will_be_here(
    web: httpx.AsyncClient, own: dict[str, str]
) -> None:
    assert "No sign-ups yet" in (await web.get("/portal/rosters", headers=own)).text
