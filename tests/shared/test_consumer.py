"""A consumer hears each message once, late, twice or broken, and nothing happens twice or is lost."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from nats.aio.client import Client
from nats.js.errors import NotFoundError

from shared import consumer, copies, dead_letters, streams
from shared.consumer import Consumer
from shared.database import Connection, Pool
from shared.messages import decode, encode
from shared.messages.given_up import NotifyMessageGivenUp
from shared.messages.registration import MESSAGES, RosterState
from shared.problems import NotFound
from tests.shared.test_outbox import roster
from tests.waiting import until


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retries come after milliseconds instead of seconds."""
    monkeypatch.setattr(consumer, "FIRST_RETRY_SECONDS", 0.01)
    monkeypatch.setattr(consumer, "LONGEST_RETRY_SECONDS", 0.05)
    monkeypatch.setattr(consumer, "REBIND_SECONDS", 0.05)


@pytest.fixture
async def declared(client: Client) -> Client:
    await streams.declare(client.jetstream(), MESSAGES)
    return client


class Listening:
    """A consumer at work in the background."""

    def __init__(
        self, client: Client, pool: Pool, handle: Callable[[Connection, RosterState], Awaitable[None]]
    ) -> None:
        self.client, self.pool = client, pool
        self.consumer = Consumer(name="notify-roster-state", message=RosterState, handle=handle)

    async def __aenter__(self) -> Consumer[RosterState]:
        self.task = asyncio.create_task(consumer.run(self.consumer, self.pool, self.client))
        return self.consumer

    async def __aexit__(self, *_: object) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


async def is_done(client: Client) -> bool:
    """Whether the last message is acknowledged; of a consumer that is being made, NATS says that none is pending."""
    stream = await client.jetstream().stream_info("REGISTRATION")
    try:
        info = await client.jetstream().consumer_info("REGISTRATION", "notify-roster-state")
    except NotFoundError:
        return False
    acknowledged = info.ack_floor.stream_seq if info.ack_floor else 0
    return (info.num_pending, info.num_ack_pending, acknowledged) == (0, 0, stream.state.last_seq)


async def letters(pool: Pool) -> list[dead_letters.DeadLetter]:
    async with pool.acquire() as db:
        return await dead_letters.list_waiting(db)


async def given_up(pool: Pool) -> list[NotifyMessageGivenUp]:
    """What the others will hear of it."""
    rows = await pool.fetch("SELECT body FROM outbox WHERE subject LIKE 'notify.message_given_up.%' ORDER BY id")
    return [decode(row["body"], NotifyMessageGivenUp) for row in rows]


async def keep(db: Connection, state: RosterState) -> None:
    await copies.keep(db, state)


async def test_what_was_said_before_the_consumer_came_is_heard_too(declared: Client, pool: Pool) -> None:
    state = roster()
    await declared.jetstream().publish(state.subject, encode(state))

    async with Listening(declared, pool, keep):
        await until(lambda: is_done(declared))

    async with pool.acquire() as db:
        assert await copies.find(db, RosterState, state.id) == state


async def test_an_older_state_that_comes_late_changes_nothing(declared: Client, pool: Pool) -> None:
    roster_id = uuid4()
    newer, older = roster(2, roster_id), roster(1, roster_id)
    async with Listening(declared, pool, keep):
        for state in (newer, older, newer):
            await declared.jetstream().publish(state.subject, encode(state))
            await until(lambda: is_done(declared))

    async with pool.acquire() as db:
        found = await copies.find(db, RosterState, roster_id)
    assert found is not None
    assert found.version == 2


async def test_an_unreadable_message_is_kept_and_holds_up_nobody(declared: Client, pool: Pool) -> None:
    state = roster()
    await declared.jetstream().publish(f"registration.roster.{uuid4()}", b"\xff not json")
    await declared.jetstream().publish(state.subject, encode(state))

    async with Listening(declared, pool, keep):
        await until(lambda: is_done(declared))

    [letter] = await letters(pool)
    assert letter.body == b"\xff not json"
    assert "not readable" in letter.reason
    [told] = await given_up(pool)
    assert (told.consumer, told.heard, told.reason) == (letter.consumer, "registration.roster", "DecodeError")


async def test_a_handler_that_fails_once_is_tried_again(declared: Client, pool: Pool) -> None:
    tries = []

    async def fail_once(db: Connection, state: RosterState) -> None:
        tries.append(state.id)
        await keep(db, state)
        if len(tries) == 1:
            raise NotFound("event")

    state = roster()
    await declared.jetstream().publish(state.subject, encode(state))
    async with Listening(declared, pool, fail_once):
        await until(lambda: is_done(declared))

    assert len(tries) == 2
    assert await letters(pool) == []


async def test_what_always_fails_is_given_up_and_can_be_replayed(declared: Client, pool: Pool) -> None:
    broken = True

    async def fail(db: Connection, state: RosterState) -> None:
        if broken:
            raise RuntimeError("a bug of ours")
        await keep(db, state)

    state = roster()
    await declared.jetstream().publish(state.subject, encode(state))
    async with Listening(declared, pool, fail) as listening:

        async def is_given_up() -> bool:
            return len(await letters(pool)) == 1

        await until(is_given_up)

    [letter] = await letters(pool)
    assert letter.delivery_count == consumer.MAX_DELIVERIES
    assert "a bug of ours" in letter.reason
    # Errors may quote people's data.
    assert [told.reason for told in await given_up(pool)] == ["RuntimeError"]
    async with pool.acquire() as db, db.transaction():
        with pytest.raises(consumer.StillRefused):
            await consumer.replay(db, (listening,), letter.id)
    assert [each.id for each in await letters(pool)] == [letter.id]

    broken = False
    async with pool.acquire() as db, db.transaction():
        await consumer.replay(db, (listening,), letter.id)
        assert await copies.find(db, RosterState, state.id) == state
    assert await letters(pool) == []
    async with pool.acquire() as db, db.transaction():
        with pytest.raises(NotFound):
            await consumer.replay(db, (listening,), letter.id)


async def test_that_news_of_a_given_up_message_was_given_up_is_no_news(client: Client, pool: Pool) -> None:
    news = NotifyMessageGivenUp(
        consumer="notify-login", heard="events.login", reason="Stale", given_up_at=datetime.now(UTC)
    )

    async def fail(_: Connection, __: NotifyMessageGivenUp) -> None:
        raise RuntimeError

    await streams.declare(client.jetstream(), (NotifyMessageGivenUp,))
    await client.jetstream().publish(news.subject, encode(news))
    failing = Consumer(name="notify-message-given-up", message=NotifyMessageGivenUp, handle=fail)
    task = asyncio.create_task(consumer.run(failing, pool, client))

    async def is_dead() -> bool:
        return len(await letters(pool)) == 1

    await until(is_dead)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    assert await given_up(pool) == []


async def test_an_outage_of_the_database_uses_no_tries_up(declared: Client, pool: Pool) -> None:
    tries = 0

    async def away_at_first(db: Connection, state: RosterState) -> None:
        nonlocal tries
        tries += 1
        if tries <= consumer.MAX_DELIVERIES + 2:
            raise ConnectionRefusedError
        await keep(db, state)

    state = roster()
    await declared.jetstream().publish(state.subject, encode(state))
    async with Listening(declared, pool, away_at_first):
        await until(lambda: is_done(declared))

    assert tries == consumer.MAX_DELIVERIES + 3
    assert await letters(pool) == []
