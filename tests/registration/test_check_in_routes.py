"""Checking in from pages and programs."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

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
    an_occurrence,
    an_open_event,
    an_organisation,
    signed_up,
    statuses,
)

TOKEN = {"Authorization": "Bearer secret"}


@pytest.fixture
async def event(pool: Pool) -> EventState:
    """Begins in half an hour; ada comes with two others, bob has given up his place."""
    soon = datetime.now(UTC) + timedelta(minutes=30)
    async with pool.acquire() as db, db.transaction():
        await copies.keep(db, an_organisation())
        await copies.keep(db, an_organisation(FOREIGN_ORGANISATION, token="foreign"))
        event = await an_open_event(db, occurrences=[an_occurrence(soon)])
        await signed_up(db, event, "ada@a.example", 3)
        return event


@pytest.fixture
async def ada(pool: Pool, event: EventState) -> UUID:
    found: UUID = await pool.fetchval("SELECT id FROM registrations WHERE email = 'ada@a.example'")
    return found


async def session_of(pool: Pool, environment: dict[str, str], organisation_id: UUID) -> dict[str, str]:
    member = a_member(organisation_id)
    async with pool.acquire() as db:
        await copies.keep(db, member)
    session = sign_session(member.id, private_key=environment["EVENTS_SESSION_PRIVATE_KEY"], now=datetime.now(UTC))
    return {"Cookie": f"{SESSION_COOKIE}={session}"}


@pytest.fixture
async def own(pool: Pool, environment: dict[str, str]) -> dict[str, str]:
    return await session_of(pool, environment, ORGANISATION)


@pytest.fixture
async def foreign(pool: Pool, environment: dict[str, str]) -> dict[str, str]:
    return await session_of(pool, environment, FOREIGN_ORGANISATION)


async def test_a_tap_checks_in_and_leads_back_to_where_the_button_was(
    web: httpx.AsyncClient, event: EventState, ada: UUID, own: dict[str, str], pool: Pool
) -> None:
    page = f"/portal/rosters/registrations/{ada}"

    by_camera = await web.post(f"{page}/attendance", headers=own)
    by_list = await web.post(f"{page}/attendance", data={"at": "door", "q": "a & b"}, headers=own)

    assert (by_camera.status_code, by_camera.headers["location"]) == (303, page)
    door = f"/portal/rosters/dates/{event.occurrences[0].id}/door?q=a+%26+b#party-{ada}"
    assert (by_list.status_code, by_list.headers["location"]) == (303, door)
    async with pool.acquire() as db:
        assert await statuses(db, event) == {"ada@a.example": "attended"}

    undone = await web.post(f"{page}/attendance/removal", headers=own)

    assert (undone.status_code, undone.headers["location"]) == (303, page)
    async with pool.acquire() as db:
        assert await statuses(db, event) == {"ada@a.example": "confirmed"}


async def test_a_program_checks_in_and_out(web: httpx.AsyncClient, ada: UUID) -> None:
    address = f"/api/registrations/{ada}/attendance"

    some = await web.put(address, json={"attended_count": 2}, headers=TOKEN)
    everybody = await web.put(address, headers=TOKEN)
    nobody = await web.delete(address, headers=TOKEN)

    party = {"id": str(ada), "party_size": 3}
    assert some.json() == party | {"status": "attended", "attended_count": 2}
    assert everybody.json() == party | {"status": "attended", "attended_count": 3}
    assert nobody.json() == party | {"status": "confirmed", "attended_count": 0}


@pytest.mark.parametrize("body", [{"attended_count": 0}, {"attended_count": 4}, {"seconds_ago": -1}, {"count": 2}])
async def test_what_makes_no_sense_is_named(web: httpx.AsyncClient, ada: UUID, body: dict[str, int]) -> None:
    answer = await web.put(f"/api/registrations/{ada}/attendance", json=body, headers=TOKEN)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == list(body)


async def test_to_others_the_party_is_not_there(
    web: httpx.AsyncClient, event: EventState, ada: UUID, foreign: dict[str, str], pool: Pool
) -> None:
    page, api = f"/portal/rosters/registrations/{ada}/attendance", f"/api/registrations/{ada}/attendance"
    token = {"Authorization": "Bearer foreign"}

    answers = [
        await web.post(page, headers=foreign),
        await web.post(f"{page}/removal", headers=foreign),
        await web.put(api, headers=token),
        await web.delete(api, headers=token),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    async with pool.acquire() as db:
        assert await statuses(db, event) == {"ada@a.example": "confirmed"}
