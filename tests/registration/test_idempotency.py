"""The same request twice has one effect and one answer, whatever got lost on the way."""

import asyncio
from functools import partial
from uuid import UUID, uuid4

import httpx
import pytest

from services.registration.tables import rosters
from shared import copies, idempotency
from shared.database import Pool
from tests.registration.given import an_open_event, an_organisation, signed_up
from tests.waiting import until

MINE = {"Authorization": "Bearer secret", "Idempotency-Key": "one"}


@pytest.fixture
async def registration_id(pool: Pool) -> UUID:
    async with pool.acquire() as db, db.transaction():
        await copies.keep(db, an_organisation())
        event = await an_open_event(db)
        return (await signed_up(db, event, "ada@people.example")).registration_id


def address(registration_id: UUID) -> str:
    return f"/api/registrations/{registration_id}/cancellation"


async def test_the_same_request_again_gets_the_same_reply(
    web: httpx.AsyncClient, registration_id: UUID, pool: Pool
) -> None:
    first = await web.post(address(registration_id), headers=MINE)
    await pool.execute("UPDATE registrations SET name = 'Somebody else'")

    again = await web.post(address(registration_id), headers=MINE)

    assert (again.status_code, again.json()) == (200, first.json())
    assert again.headers["content-type"] == first.headers["content-type"]


async def test_while_the_first_one_runs_the_second_is_told_to_come_back(
    web: httpx.AsyncClient, registration_id: UUID, pool: Pool
) -> None:
    async with pool.acquire() as db, db.transaction():
        roster_id = await db.fetchval("SELECT roster_id FROM registrations")
        await rosters.lock(db, roster_id)
        running = asyncio.create_task(web.post(address(registration_id), headers=MINE))
        await until(partial(pool.fetchval, "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"))

        second = await web.post(address(registration_id), headers=MINE)

    assert (second.status_code, second.headers["Retry-After"]) == (409, "1")
    assert second.json()["type"] == "still-running"
    assert (await running).status_code == 200
    assert (await web.post(address(registration_id), headers=MINE)).json() == (await running).json()


async def test_a_key_is_good_for_one_request_only(web: httpx.AsyncClient, registration_id: UUID) -> None:
    await web.post(address(registration_id), headers=MINE)

    other = await web.post(address(registration_id), headers=MINE, json={"reason": "another one"})

    assert other.status_code == 422
    assert other.json()["errors"][0]["field"] == "Idempotency-Key"


async def test_a_key_that_is_no_name_is_refused(web: httpx.AsyncClient, registration_id: UUID) -> None:
    refused = await web.post(address(registration_id), headers=MINE | {"Idempotency-Key": "k" * 256})

    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "Idempotency-Key")


async def test_nobody_gets_the_reply_to_somebody_else_s_request(
    web: httpx.AsyncClient, registration_id: UUID, pool: Pool
) -> None:
    async with pool.acquire() as db, db.transaction():
        await copies.keep(db, an_organisation(UUID(int=2), token="foreign"))
    await web.post(address(registration_id), headers=MINE)

    foreign = await web.post(address(registration_id), headers=MINE | {"Authorization": "Bearer foreign"})

    assert foreign.status_code == 404


async def test_a_request_that_failed_may_be_sent_again(
    web: httpx.AsyncClient, registration_id: UUID, pool: Pool
) -> None:
    unknown = uuid4()
    refused = await web.post(address(unknown), headers=MINE)

    assert refused.status_code == 404
    assert await pool.fetchval("SELECT count(*) FROM idempotency_keys") == 0


async def test_replies_are_kept_for_a_day(web: httpx.AsyncClient, registration_id: UUID, pool: Pool) -> None:
    await web.post(address(registration_id), headers=MINE)
    await web.post(address(registration_id), headers=MINE | {"Idempotency-Key": "two"})
    await pool.execute("UPDATE idempotency_keys SET replied_at = now() - interval '25 hours' WHERE status = 200")
    await web.post(address(registration_id), headers=MINE | {"Idempotency-Key": "three"})

    async with pool.acquire() as db:
        await idempotency.forget_old(db)

    assert await pool.fetchval("SELECT count(*) FROM idempotency_keys") == 1
