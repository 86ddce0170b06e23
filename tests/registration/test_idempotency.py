"""The same request twice has one effect and one answer, whatever got lost on the way."""

import asyncio
from functools import partial
from uuid import UUID, uuid4

import httpx
import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from services.registration.tables import rosters
from shared import copies, idempotency
from shared.database import Pool
from shared.messages.registration import RegistrationConfirmed
from tests.registration.given import an_open_event, an_organisation, signed_up, told
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


def test_every_post_of_the_api_bears_a_key_but_those_that_hand_out_a_secret(app: Litestar) -> None:
    posts = {
        handler.handler_name: handler.fn
        for route in app.routes
        if isinstance(route, HTTPRoute) and route.path.startswith("/api/")
        for handler in route.route_handlers
        if "POST" in handler.http_methods and not handler.handler_name.startswith("replay")
    }

    without = {name for name, function in posts.items() if not hasattr(function, "__wrapped__")}

    # Signing up has keys of its own, which many who ask at once share a transaction with (`rush.py`).
    assert without == {"create_registration", "create_link_by_program", "create_own_feed"}


async def test_who_passes_on_and_loses_the_answer_may_ask_again(
    web: httpx.AsyncClient, registration_id: UUID, pool: Pool
) -> None:
    async with pool.acquire() as db:
        [confirmed] = await told(db, RegistrationConfirmed)
    link = f"/api/registrations/links/{confirmed.link.rpartition('/')[2]}/pass-on"
    to = {"name": "Bob", "email": "bob@people.example", "language": "de", "consent": True}

    answers = [await web.post(link, headers={"Idempotency-Key": "one"}, json=to) for _ in range(2)]

    assert [(answer.status_code, answer.content) for answer in answers] == [(204, b"")] * 2
