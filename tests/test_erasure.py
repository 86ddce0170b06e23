"""A person who asks for it is forgotten by all three services and in all streams, with everything real in between."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib import import_module

import pytest
from nats.aio.client import Client
from nats.js import JetStreamContext

from deploy.local.ports import free_ports
from services.events.commands.refuse_application import refuse_application
from services.registration.commands.request_erasure import request_erasure
from services.registration.domain.person import Person
from services.registration.tables import erasures
from shared import streams
from shared.database import Pool, create_pool
from shared.messages import encode, events
from shared.processes import work
from shared.sessions import digest_of
from shared.settings import load
from tests.conftest import BASE_URL, EMPTY_ALL_TABLES, SERVICES
from tests.events.test_applications import an_application
from tests.everything import places_naming, subjects_naming
from tests.notify.postmaster import Postmaster
from tests.registration.given import an_event, signed_up

PATIENCE_SECONDS = 60
EMAIL = "olena.k@people.example"
WORDS = ("Kovalchuk", EMAIL)


@pytest.fixture
async def pools(environment: dict[str, str]) -> AsyncIterator[dict[str, Pool]]:
    async with AsyncExitStack() as stack:
        made = {
            name: await stack.enter_async_context(create_pool(environment[f"{name.upper()}_DATABASE_URL"]))
            for name in SERVICES
        }
        yield made
        for pool in made.values():
            await pool.execute(EMPTY_ALL_TABLES)


@pytest.fixture
async def postmaster() -> AsyncIterator[Postmaster]:
    [port] = free_ports(1)
    at_work = Postmaster(port)
    await at_work.open()
    yield at_work
    await at_work.close()


@pytest.fixture
async def jetstream(
    environment: dict[str, str], pools: dict[str, Pool], client: Client, postmaster: Postmaster
) -> AsyncIterator[JetStreamContext]:
    """With the workers of all three services at it."""
    await streams.declare(client.jetstream(), events.MESSAGES)
    workers = []
    for name in SERVICES:
        settings_type = import_module(f"services.{name}.settings").Settings
        settings = load(settings_type, name, environment | {"SMTP_URL": f"smtp://127.0.0.1:{postmaster.port}"})
        work_of = import_module(f"services.{name}.worker").work_of
        workers.append(asyncio.create_task(work(settings, work_of(settings))))
    yield client.jetstream()
    for worker in workers:
        worker.cancel()
    await asyncio.gather(*workers, return_exceptions=True)


async def test_no_table_and_no_stream_names_them_afterwards(
    pools: dict[str, Pool], jetstream: JetStreamContext, postmaster: Postmaster
) -> None:
    await olena_signs_up_and_applies(pools, jetstream)
    await eventually(partial(has_sent, postmaster, 2))
    before = await named_in(pools, jetstream)
    assert {place for place, _ in before} == {"events", "registration", "notify", "streams"}

    async with pools["registration"].acquire() as db, db.transaction():
        await request_erasure(db, Person(address_key=EMAIL), email=EMAIL, receipt="receipt", base_url=BASE_URL)

    await eventually(partial(is_done, pools["registration"]))
    assert await named_in(pools, jetstream) == set()
    async with pools["registration"].acquire() as db:
        receipt = await erasures.find(db, digest_of("receipt"))
    assert receipt
    assert receipt.registration_counts["registrations"] == 1
    assert receipt.events_counts == {"applications": 1, "invitations": 0}
    assert receipt.notify_counts
    assert sum(receipt.notify_counts.values()) > 0
    assert set(receipt.purged_counts) == {"REGISTRATION_FACTS", "NOTIFY_FACTS", "EVENTS_FACTS"}


async def olena_signs_up_and_applies(pools: dict[str, Pool], jetstream: JetStreamContext) -> None:
    # Long enough ago for notify not to wait for those who work for its organisation.
    event = an_event(changed_at=datetime.now(UTC) - timedelta(hours=1))
    await jetstream.publish(event.subject, encode(event))
    await eventually(partial(has_rosters, pools["registration"]))
    async with pools["registration"].acquire() as db, db.transaction():
        await signed_up(db, event, EMAIL, name="Olena Kovalchuk")
    async with pools["events"].acquire() as db, db.transaction():
        application_id = await an_application(db, name="Olena Kovalchuk", email=EMAIL)
        await refuse_application(db, application_id, note="Not now")


async def has_rosters(pool: Pool) -> bool:
    return bool(await pool.fetchval("SELECT count(*) FROM rosters"))


async def has_sent(postmaster: Postmaster, count: int) -> bool:
    return postmaster.recipients.count(EMAIL) >= count


async def is_done(pool: Pool) -> bool:
    async with pool.acquire() as db:
        found = await erasures.find(db, digest_of("receipt"))
    return found is not None and found.is_done


async def named_in(pools: dict[str, Pool], jetstream: JetStreamContext) -> set[tuple[str, str]]:
    """Where any of the words is: service and table, or `streams` and the subject without its id."""
    found = set()
    for word in WORDS:
        for name, pool in pools.items():
            async with pool.acquire() as db:
                found |= {(name, table) for table in await places_naming(db, word)}
        found |= {("streams", subject.rpartition(".")[0]) for subject in await subjects_naming(jetstream, word)}
    return found


async def eventually(condition: Callable[[], Awaitable[bool]]) -> None:
    """Wait until the condition holds; what other tasks do cannot be awaited."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await condition():  # noqa: ASYNC110 - nobody here could set an event
            await asyncio.sleep(0.05)
