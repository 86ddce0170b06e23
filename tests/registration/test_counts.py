"""The numbers at the door, on several phones at once and through any outage."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import httpx
import pytest

from services.registration.commands.check_in import check_in
from services.registration.commands.undo_check_in import undo_check_in
from services.registration.domain.attendance import Arrival, Word
from services.registration.routes import counts
from services.registration.settings import Settings
from shared.database import POOL_SIZE, Pool
from shared.listening import Listening
from shared.messages.events import EventState, MemberState
from shared.processes import Server
from tests.registration.door import phone, serving
from tests.registration.given import BASE_URL, FOREIGN_ORGANISATION, an_occurrence, an_open_event, signed_up
from tests.registration.sessions import session_of_a_member
from tests.waiting import until


@pytest.fixture
async def event(pool: Pool) -> EventState:
    """Begins in half an hour; ada comes with two others and bob alone, and there is room for four more."""
    soon = datetime.now(UTC) + timedelta(minutes=30)
    async with pool.acquire() as db, db.transaction():
        event = await an_open_event(db, occurrences=[an_occurrence(soon)], capacity=8)
        await signed_up(db, event, "ada@a.example", 3)
        await signed_up(db, event, "bob@a.example", 1)
        return event


@pytest.fixture
async def own(pool: Pool, environment: dict[str, str]) -> dict[str, str]:
    return await session_of_a_member(pool, environment)


@pytest.fixture
async def served(settings: Settings, event: EventState) -> AsyncIterator[tuple[Server, str]]:
    async with serving(settings) as running:
        yield running


async def here(pool: Pool, email: str) -> UUID:
    found: UUID = await pool.fetchval("SELECT id FROM registrations WHERE email = $1", email)
    async with pool.acquire() as db, db.transaction():
        await check_in(db, found, Arrival(), base_url=BASE_URL)
    return found


def roster_id(event: EventState) -> UUID:
    return event.occurrences[0].id


async def test_phones_at_two_replicas_hear_of_each_tap(
    settings: Settings, served: tuple[Server, str], event: EventState, own: dict[str, str], pool: Pool
) -> None:
    async with serving(settings) as (_, other):
        phones = [phone(base_url, roster_id(event), own) for base_url in (served[1], other)]
        async with phones[0] as first, phones[1] as second:
            for each in (first, second):
                numbers = await each.next_counts()
                assert (numbers["here_count"], numbers["expected_count"], numbers["free_count"]) == (0, 4, 4)

            ada = await here(pool, "ada@a.example")

            for each in (first, second):
                numbers = await each.next_counts()
                assert numbers["here_count"] == 3
                assert numbers["parties"] == [{"id": str(ada), "attended_count": 3}]

            async with pool.acquire() as db, db.transaction():
                await undo_check_in(db, ada, Word())

            for each in (first, second):
                numbers = await each.next_counts()
                assert (numbers["here_count"], numbers["parties"]) == (0, [{"id": str(ada), "attended_count": 0}])


async def test_who_comes_back_hears_how_it_stands_and_who_was_counted_meanwhile(
    served: tuple[Server, str], event: EventState, own: dict[str, str], pool: Pool
) -> None:
    await here(pool, "ada@a.example")
    async with phone(served[1], roster_id(event), own) as before:
        known = (await before.next_counts())["version"]
    bob = await here(pool, "bob@a.example")

    for headers, query in ((own | {"Last-Event-ID": str(known)}, {}), (own, {"since": str(known)})):
        async with phone(served[1], roster_id(event), headers, **query) as again:
            numbers = await again.next_counts()

        assert numbers["here_count"] == 4
        assert numbers["parties"] == [{"id": str(bob), "attended_count": 1}]


async def test_who_makes_a_version_up_hears_everything(
    served: tuple[Server, str], event: EventState, own: dict[str, str], pool: Pool
) -> None:
    ada = await here(pool, "ada@a.example")

    for made_up in ("-1", "x", "9" * 40, "٣"):
        async with phone(served[1], roster_id(event), own, since=made_up) as watching:
            assert (await watching.next_counts())["parties"] == [{"id": str(ada), "attended_count": 3}]


async def test_somebody_new_makes_it_another_list_and_a_check_in_does_not(
    served: tuple[Server, str], event: EventState, own: dict[str, str], pool: Pool
) -> None:
    async with phone(served[1], roster_id(event), own) as watching:
        first = await watching.next_counts()
        await here(pool, "ada@a.example")
        second = await watching.next_counts()
        async with pool.acquire() as db, db.transaction():
            await signed_up(db, event, "eva@a.example")
        third = await watching.next_counts()

    assert first["listed"] == second["listed"] != third["listed"]


async def test_more_phones_than_connections_listen_and_the_pages_still_answer(
    served: tuple[Server, str], event: EventState, own: dict[str, str], pool: Pool
) -> None:
    async with AsyncExitStack() as stack:
        phones = [
            await stack.enter_async_context(phone(served[1], roster_id(event), own)) for _ in range(POOL_SIZE + 5)
        ]
        await asyncio.gather(*(each.next_counts() for each in phones))
        async with httpx.AsyncClient(base_url=served[1], headers=own) as caller:
            assert (await caller.get("/portal/rosters")).status_code == 200

        await here(pool, "ada@a.example")

        told = await asyncio.gather(*(each.next_counts() for each in phones))
        assert {numbers["here_count"] for numbers in told} == {3}


async def test_a_quiet_connection_is_kept_open(
    served: tuple[Server, str], event: EventState, own: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counts, "HEARTBEAT_SECONDS", 0.05)
    async with phone(served[1], roster_id(event), own) as watching:
        await watching.next_counts()

        assert await watching.next_block() == [": still here"]


async def test_too_many_phones_are_told_to_come_later(
    served: tuple[Server, str], event: EventState, own: dict[str, str], listening: Listening
) -> None:
    listening.most_about_one = 1
    async with phone(served[1], roster_id(event), own) as first:
        await first.next_counts()
        async with phone(served[1], roster_id(event), own) as second:
            assert second.answer.status_code == 503


@pytest.fixture
def listening(served: tuple[Server, str]) -> Listening:
    found: Listening = served[0].config.app.state.listening  # type: ignore[union-attr]
    return found


async def test_nobody_is_remembered_who_has_hung_up(
    served: tuple[Server, str], event: EventState, own: dict[str, str], listening: Listening
) -> None:
    async with phone(served[1], roster_id(event), own) as watching:
        await watching.next_counts()
        assert len(listening.waiting) == 1

    async with httpx.AsyncClient(base_url=served[1], headers=own) as caller:
        head = await caller.head(f"/portal/rosters/dates/{roster_id(event)}/counts")
        assert (head.status_code, head.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")

    async def is_forgotten() -> bool:
        return not listening.waiting

    await until(is_forgotten)


async def test_a_lost_connection_to_the_database_is_made_anew_and_nothing_is_missed(
    served: tuple[Server, str], event: EventState, own: dict[str, str], pool: Pool
) -> None:
    async with phone(served[1], roster_id(event), own) as watching:
        await watching.next_counts()
        await pool.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' OR query = 'SELECT 1'"
        )
        await here(pool, "ada@a.example")

        assert (await watching.next_counts())["here_count"] == 3


async def test_a_member_who_was_removed_hears_no_more(
    served: tuple[Server, str], event: EventState, own: dict[str, str], pool: Pool
) -> None:
    async with phone(served[1], roster_id(event), own) as watching:
        await watching.next_counts()
        await pool.execute(
            "UPDATE copies SET state = state || $2 WHERE topic = $1",
            MemberState.topic,
            {"removed_at": datetime.now(UTC)},
        )
        await here(pool, "ada@a.example")

        with pytest.raises(EOFError):
            await watching.next_counts()


async def test_a_roster_that_is_another_organisation_s_now_is_heard_of_no_more(
    served: tuple[Server, str], event: EventState, own: dict[str, str], pool: Pool
) -> None:
    async with phone(served[1], roster_id(event), own) as watching:
        await watching.next_counts()
        await pool.execute("UPDATE rosters SET organisation_id = $1, version = version + 1", FOREIGN_ORGANISATION)

        with pytest.raises(EOFError):
            await watching.next_counts()


async def test_a_server_that_is_told_to_stop_ends_the_streams_and_does_not_wait_for_them(
    settings: Settings, event: EventState, own: dict[str, str]
) -> None:
    async with AsyncExitStack() as stack:
        async with serving(settings) as (_, base_url):
            watching = await stack.enter_async_context(phone(base_url, roster_id(event), own))
            await watching.next_counts()
        # It was ended, not cut off.
        with pytest.raises(EOFError):
            await watching.next_counts()


async def test_to_others_there_are_no_numbers(
    served: tuple[Server, str], event: EventState, pool: Pool, environment: dict[str, str], own: dict[str, str]
) -> None:
    foreign = await session_of_a_member(pool, environment, FOREIGN_ORGANISATION)

    for found, headers in ((roster_id(event), foreign), (uuid4(), own)):
        async with phone(served[1], found, headers) as watching:
            assert watching.answer.status_code == 404
    async with phone(served[1], roster_id(event), {}) as stranger:
        assert (stranger.answer.status_code, stranger.answer.headers["location"]) == (303, "/login")
