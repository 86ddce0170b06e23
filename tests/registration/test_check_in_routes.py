"""Checking in from pages and programs."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest

from shared.database import Pool
from shared.messages.events import EventState
from tests.registration.given import an_occurrence, an_open_event, signed_up, statuses
from tests.registration.sessions import Callers


@pytest.fixture
async def event(pool: Pool) -> EventState:
    """Begins in half an hour; ada comes with two others."""
    soon = datetime.now(UTC) + timedelta(minutes=30)
    async with pool.acquire() as db, db.transaction():
        event = await an_open_event(db, occurrences=[an_occurrence(soon)])
        await signed_up(db, event, "ada@a.example", 3)
        return event


@pytest.fixture
async def ada(pool: Pool, event: EventState) -> UUID:
    found: UUID = await pool.fetchval("SELECT id FROM registrations WHERE email = 'ada@a.example'")
    return found


async def test_a_tap_checks_in_and_leads_back_to_where_the_button_was(
    web: httpx.AsyncClient, event: EventState, ada: UUID, callers: Callers, pool: Pool
) -> None:
    page = f"/portal/rosters/registrations/{ada}"

    by_camera = await web.post(f"{page}/attendance", headers=callers.own)
    by_list = await web.post(f"{page}/attendance", data={"at": "door", "q": "a & b"}, headers=callers.own)

    assert (by_camera.status_code, by_camera.headers["location"]) == (303, page)
    door = f"/portal/rosters/dates/{event.occurrences[0].id}/door?q=a+%26+b#party-{ada}"
    assert (by_list.status_code, by_list.headers["location"]) == (303, door)
    async with pool.acquire() as db:
        assert await statuses(db, event) == {"ada@a.example": "attended"}

    undone = await web.post(f"{page}/attendance/removal", headers=callers.own)

    assert (undone.status_code, undone.headers["location"]) == (303, page)
    async with pool.acquire() as db:
        assert await statuses(db, event) == {"ada@a.example": "confirmed"}


async def test_a_program_checks_in_and_out(web: httpx.AsyncClient, ada: UUID, callers: Callers) -> None:
    address = f"/api/registrations/{ada}/attendance"

    some = await web.put(address, json={"attended_count": 2}, headers=callers.own)
    everybody = await web.put(address, headers=callers.own)
    nobody = await web.delete(address, headers=callers.own)

    party = {"id": str(ada), "party_size": 3}
    assert some.json() == party | {"status": "attended", "attended_count": 2}
    assert everybody.json() == party | {"status": "attended", "attended_count": 3}
    assert nobody.json() == party | {"status": "confirmed", "attended_count": 0}


async def test_a_program_that_was_without_network_says_how_long_ago_it_was(
    web: httpx.AsyncClient, ada: UUID, callers: Callers
) -> None:
    address = f"/api/registrations/{ada}/attendance"
    await web.put(address, headers=callers.own)

    late = await web.delete(f"{address}?seconds_ago=60", headers=callers.own)
    wrong = await web.delete(f"{address}?seconds_ago=x", headers=callers.own)

    assert late.json()["status"] == "attended"
    assert [error["field"] for error in wrong.json()["errors"]] == ["seconds_ago"]


@pytest.mark.parametrize("body", [{"attended_count": 0}, {"attended_count": 4}, {"seconds_ago": -1}, {"count": 2}])
async def test_what_makes_no_sense_is_named(
    web: httpx.AsyncClient, ada: UUID, callers: Callers, body: dict[str, int]
) -> None:
    answer = await web.put(f"/api/registrations/{ada}/attendance", json=body, headers=callers.own)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == list(body)


async def test_to_others_the_party_is_not_there(
    web: httpx.AsyncClient, event: EventState, ada: UUID, callers: Callers, pool: Pool
) -> None:
    page, api = f"/portal/rosters/registrations/{ada}/attendance", f"/api/registrations/{ada}/attendance"

    answers = [
        await web.post(page, headers=callers.foreign),
        await web.post(f"{page}/removal", headers=callers.foreign),
        await web.put(api, headers=callers.foreign),
        await web.delete(api, headers=callers.foreign),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    async with pool.acquire() as db:
        assert await statuses(db, event) == {"ada@a.example": "confirmed"}
