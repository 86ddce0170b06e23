"""A change and its message are one; the relay brings the message to NATS, whatever happens in between."""

import asyncio
from functools import partial
from uuid import UUID, uuid4

import pytest
from nats.aio.client import Client

from shared import outbox, streams
from shared.database import Pool
from shared.messages import decode
from shared.messages.registration import MESSAGES, RosterState
from shared.outbox import Relay
from tests.waiting import until


def roster(version: int = 1, roster_id: UUID | None = None) -> RosterState:
    return RosterState(
        id=roster_id or uuid4(),
        version=version,
        event_id=uuid4(),
        is_open=True,
        capacity=10,
        seats_taken=version,
        waiting_count=0,
    )


@pytest.fixture
async def relay(pool: Pool, client: Client) -> Relay:
    await streams.declare(client.jetstream(), MESSAGES)
    return Relay(pool, client.jetstream())


async def published(client: Client) -> int:
    return (await client.jetstream().stream_info("REGISTRATION")).state.messages


async def has_stored(client: Client, messages: int) -> bool:
    return await published(client) == messages


async def test_a_committed_message_is_published_and_leaves_the_outbox(relay: Relay, pool: Pool, client: Client) -> None:
    state = roster()
    async with pool.acquire() as db, db.transaction():
        await outbox.stage(db, state)

    async with pool.acquire() as db:
        assert await relay.run_once(db) == 1
        assert await outbox.oldest_age_seconds(db) == 0

    stored = await client.jetstream().get_last_msg("REGISTRATION", state.subject)
    assert decode(stored.data or b"", RosterState) == state


async def test_what_is_rolled_back_is_never_told(relay: Relay, pool: Pool, client: Client) -> None:
    async with pool.acquire() as db:
        transaction = db.transaction()
        await transaction.start()
        await outbox.stage(db, roster())
        await transaction.rollback()

        assert await relay.run_once(db) == 0
    assert await published(client) == 0


async def test_messages_keep_their_order(relay: Relay, pool: Pool, client: Client) -> None:
    roster_id = uuid4()
    async with pool.acquire() as db:
        await outbox.stage(db, *[roster(version, roster_id) for version in range(1, 251)])
        while await relay.run_once(db):
            pass

    stored = await client.jetstream().get_last_msg("REGISTRATION", f"registration.roster.{roster_id}")
    assert decode(stored.data or b"", RosterState).version == 250


async def test_a_crash_after_publishing_stores_nothing_twice(relay: Relay, pool: Pool, client: Client) -> None:
    async with pool.acquire() as db:
        await outbox.stage(db, roster())
        transaction = db.transaction()
        await transaction.start()
        await relay.run_once(db)
        await transaction.rollback()

        assert await relay.run_once(db) == 1
    assert await published(client) == 1


async def test_nothing_is_lost_while_nats_is_away(relay: Relay, pool: Pool, client: Client) -> None:
    await client.jetstream().delete_stream("REGISTRATION")
    async with pool.acquire() as db:
        await outbox.stage(db, roster())
        with pytest.raises(Exception, match=r"."):
            await relay.run_once(db)
        await streams.declare(client.jetstream(), MESSAGES)

        assert await relay.run_once(db) == 1


async def test_of_two_relays_one_works_and_the_other_takes_over(pool: Pool, client: Client) -> None:
    await streams.declare(client.jetstream(), MESSAGES)
    first, second = (asyncio.create_task(Relay(pool, client.jetstream()).run()) for _ in range(2))
    try:
        async with pool.acquire() as db:
            await outbox.stage(db, *[roster() for _ in range(20)])
        await until(partial(has_stored, client, 20))
        first.cancel()
        async with pool.acquire() as db:
            await outbox.stage(db, *[roster() for _ in range(20)])
        await until(partial(has_stored, client, 40))
    finally:
        first.cancel()
        second.cancel()
        await asyncio.gather(first, second, return_exceptions=True)
