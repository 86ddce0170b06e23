"""Coordinators see what became of the mails; nobody else does."""

import re
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.notify.settings import Settings
from shared.database import Pool
from shared.messages.events import ApiToken, MemberState, OrganisationState, Role
from shared.pages import unbroken
from shared.sessions import digest_of, sign_session
from tests.notify.given import ORGANISATION, a_login, a_member, hear

AS_COORDINATOR = {"Authorization": "Bearer secret-of-the-coordinators"}
AS_MEMBER = {"Authorization": "Bearer secret-of-a-member"}


@pytest.fixture
async def coordinator(settings: Settings, pool: Pool) -> MemberState:
    """Somebody who may look, and three mails to look at."""
    person = a_member(role=Role.COORDINATOR, name="Konrad")
    tokens = [
        ApiToken(digest=digest_of("secret-of-the-coordinators"), role=Role.COORDINATOR),
        ApiToken(digest=digest_of("secret-of-a-member"), role=Role.MEMBER),
    ]
    organisation = OrganisationState(id=ORGANISATION, version=1, slug="awo", name="AWO", tokens=tokens)
    async with pool.acquire() as db:
        await hear(db, settings, organisation, person)
        await hear(db, settings, *(a_login(email=f"{name}@awo.example") for name in ("first", "second", "third")))
        await db.execute("UPDATE mails SET state = 'failed', last_answer = '550 <no>' WHERE recipient LIKE 'second%'")
    return person


async def items(web: httpx.AsyncClient, **query: str) -> Any:
    return (await web.get("/api/mails", params=query, headers=AS_COORDINATOR)).json()["items"]


@pytest.mark.usefixtures("coordinator")
async def test_the_newest_mail_comes_first_and_nothing_of_what_it_says(web: httpx.AsyncClient) -> None:
    answer = await web.get("/api/mails", headers=AS_COORDINATOR)

    assert [item["recipient"] for item in answer.json()["items"]] == [
        "third@awo.example",
        "second@awo.example",
        "first@awo.example",
    ]
    assert answer.json()["next_cursor"] is None
    assert "secret" not in answer.text


@pytest.mark.usefixtures("coordinator")
async def test_mails_are_found_by_state_and_by_a_part_of_the_address(web: httpx.AsyncClient) -> None:
    assert [item["last_answer"] for item in await items(web, state="failed")] == ["550 <no>"]
    assert [item["recipient"] for item in await items(web, recipient="FIRST@")] == ["first@awo.example"]
    assert await items(web, recipient="%") == []


@pytest.mark.usefixtures("coordinator")
async def test_many_mails_come_page_by_page(web: httpx.AsyncClient, settings: Settings, pool: Pool) -> None:
    async with pool.acquire() as db:
        await hear(db, settings, *(a_login() for _ in range(60)))

    first = (await web.get("/api/mails", headers=AS_COORDINATOR)).json()
    second = (await web.get("/api/mails", params={"cursor": first["next_cursor"]}, headers=AS_COORDINATOR)).json()

    assert [len(first["items"]), len(second["items"])] == [50, 13]
    assert len({item["id"] for item in first["items"] + second["items"]}) == 63
    assert second["next_cursor"] is None


@pytest.mark.parametrize("query", [{"state": "lost"}, {"cursor": "7"}, {"recipient": "x" * 300}])
@pytest.mark.usefixtures("coordinator")
async def test_a_search_that_makes_no_sense_names_the_field(web: httpx.AsyncClient, query: dict[str, str]) -> None:
    answer = await web.get("/api/mails", params=query, headers=AS_COORDINATOR)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == list(query)


@pytest.mark.usefixtures("coordinator")
async def test_only_coordinators_may_look(web: httpx.AsyncClient) -> None:
    assert (await web.get("/api/mails")).status_code == 401
    assert (await web.get("/api/mails", headers=AS_MEMBER)).status_code == 403
    assert (await web.get("/portal/mails")).headers["location"] == "/login"


async def test_the_page_shows_state_tries_and_answer(
    web: httpx.AsyncClient, coordinator: MemberState, environment: dict[str, str]
) -> None:
    key = environment["EVENTS_SESSION_PRIVATE_KEY"]
    session = sign_session(coordinator.id, private_key=key, now=a_login().expires_at)
    web.cookies.set("session", session)

    found = await web.get("/portal/mails", params={"state": "failed", "lang": "en"})
    wrong = await web.get("/portal/mails", params={"recipient": "x" * 300, "lang": "en"})

    assert found.status_code == 200
    assert "second@awo.example" in found.text
    assert "first@awo.example" not in found.text
    assert "550 &lt;no&gt;" in found.text
    assert wrong.status_code == 422
    assert "x" * 300 in wrong.text


async def test_a_stranger_with_a_session_of_ours_that_we_do_not_know_is_nobody(
    web: httpx.AsyncClient, environment: dict[str, str]
) -> None:
    key = environment["EVENTS_SESSION_PRIVATE_KEY"]
    web.cookies.set("session", sign_session(uuid4(), private_key=key, now=a_login().expires_at))

    assert (await web.get("/portal/mails")).status_code == 303


async def test_the_api_is_described(web: httpx.AsyncClient) -> None:
    document = (await web.get("/api/mails/openapi.json")).json()

    assert document["openapi"].startswith("3.1")
    assert set(document["paths"]) == {"/api/mails", "/api/subscriptions", "/api/subscriptions/challenge"}


async def test_of_a_mail_that_waits_one_sees_until_when(
    web: httpx.AsyncClient, coordinator: MemberState, pool: Pool, environment: dict[str, str]
) -> None:
    await pool.execute("UPDATE mails SET due_at = '2099-01-01T06:00Z' WHERE recipient LIKE 'first%'")
    key = environment["EVENTS_SESSION_PRIVATE_KEY"]
    web.cookies.set("session", sign_session(coordinator.id, private_key=key, now=a_login().expires_at))

    shown = (await web.get("/portal/mails", params={"lang": "en"})).text

    assert re.findall(r"until [^<]+", shown) == [f"until {unbroken('Thursday, 1 January 2099')}, 07:00"]
