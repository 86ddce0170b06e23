"""What every test may ask for: a PostgreSQL and a NATS of this run, and the settings of each service."""

import asyncio
import base64
import gc
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from pathlib import Path

import asyncpg
import hypothesis
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from nats.aio.client import Client
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from deploy.local import databases
from deploy.local.nats import nats
from deploy.local.postgres import postgres
from shared import streams
from shared.database import Connection, Pool, create_pool, read_json_as_structs

ROOT = Path(__file__).parent.parent
SERVICES = ("events", "registration", "notify")
BASE_URL = "https://calendar.witten.example"
# Of few rows, DELETE takes a fiftieth of the time of TRUNCATE; as a replica it heeds neither triggers nor foreign keys.
EMPTY_ALL_TABLES = """
DO $$
DECLARE
    name text;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN
        SELECT tablename
        FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'schema_migrations'
    LOOP
        EXECUTE format('DELETE FROM %I', name);
    END LOOP;
END $$
"""


# How fast a machine is says nothing about the code.
hypothesis.settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("any machine")

# Their tests share a stack, which takes long to start.
WITH_A_STACK = ("tests/browser", "tests/journeys")
# Takes longer than all others in its folder; with one of its languages they are even.
WALK, OF_THE_OTHERS = "tests/browser/test_every_page.py", "[uk]"
# What takes longest begins first, beside what waits for other programs, so that no worker is left with it at the end.
FIRST = ("every_page", "tests/browser", "tests/journeys|edition_kill", "")
MOST_WORKERS = 8
# In objects, more than a test makes; Python itself looks after seven hundred.
GARBAGE = 100_000


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors, since many tests wait for other programs."""
    return min((os.cpu_count() or 1) + 1, MOST_WORKERS)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    return Scheduling(config, log)


class Scheduling(LoadScopeScheduling):  # type: ignore[misc]  # it ships no types
    """Tests of one file or of one stack stay with one worker; those in browsers, which are the most, with two."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        folder = file.rpartition("/")[0]
        if file == WALK and not nodeid.endswith(OF_THE_OTHERS):
            return file
        return folder if folder in WITH_A_STACK else file


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: next(n for n, first in enumerate(FIRST) if re.search(first, item.nodeid)))


def pytest_collection_finish() -> None:
    # It all stays to the end: the garbage collector need not go through it again and again, nor often through the rest.
    gc.freeze()
    gc.set_threshold(GARBAGE)


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The settings of all three services, on servers that live as long as this run; the tables are there."""
    directory = tmp_path_factory.mktemp("servers")
    with postgres(directory) as server_url, nats(directory) as nats_url:
        yield settings_for(server_url, nats_url, feeds=directory / "feeds")


def settings_for(server_url: str, nats_url: str, *, feeds: Path) -> dict[str, str]:
    address = server_url.rpartition("@")[2].partition("/")[0]
    key = Ed25519PrivateKey.generate()
    found = {
        "BASE_URL": BASE_URL,
        "NATS_URL": nats_url,
        "PORT": "8081",
        "SESSION_PUBLIC_KEY": in_base64(key.public_key().public_bytes_raw()),
        "EVENTS_SESSION_PRIVATE_KEY": in_base64(key.private_bytes_raw()),
        "FEEDS_DIRECTORY": str(feeds),
        "NETWORK_NAME": "Wittener Internationales Netzwerk",
        "NETWORK_SHORT_NAME": "WIN",
        "NETWORK_TIME_ZONE": "Europe/Berlin",
        "NETWORK_EMAIL": "network@witten.example",
        "SMTP_URL": "smtp://127.0.0.1:2525",
        "NOTIFY_FROM": "calendar@witten.example",
        "NOTIFY_SETTLING_SECONDS": "0",
        # Tests run at any hour.
        "NOTIFY_QUIET_FROM": "00:00",
        "NOTIFY_QUIET_UNTIL": "00:00",
        # Tests fill in forms faster than anybody, all of them from one machine.
        "REGISTRATION_FORM_SECONDS": "0",
        "REGISTRATION_SIGN_UPS_PER_MINUTE": "0",
        "NOTIFY_FORM_SECONDS": "0",
        "NOTIFY_SUBSCRIPTIONS_PER_MINUTE": "0",
    } | {
        f"{name.upper()}_DATABASE_URL": f"postgresql://{name}:{name}@{address}/{name}?sslmode=disable"
        for name in SERVICES
    }
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    # In threads, since the tests' loop may be running already, and to migrate all at once.
    with ThreadPoolExecutor() as threads:
        threads.submit(asyncio.run, make_databases(server_url)).result()
        list(threads.map(lambda name: migrate(name, os.environ | found | {"PATH": path}), SERVICES))
    return found


async def make_databases(server_url: str) -> None:
    await save_time(server_url)
    await databases.keep(server_url, {name: name for name in SERVICES})
    db = await asyncpg.connect(server_url)
    for name in SERVICES:
        # So that `pool` can empty tables that are never emptied otherwise.
        await db.execute(f"GRANT SET ON PARAMETER session_replication_role TO {name}")
    await db.close()


async def save_time(server_url: str) -> None:
    """What these databases hold need not outlive the machine."""
    db = await asyncpg.connect(server_url)
    for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
        await db.execute(f"ALTER SYSTEM SET {setting}")
    await db.execute("SELECT pg_reload_conf()")
    await db.close()


def migrate(name: str, environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", f"services.{name}", "migrate"]
    subprocess.run(command, check=True, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)


def in_base64(key: bytes) -> str:
    return base64.urlsafe_b64encode(key).decode().rstrip("=")


@pytest.fixture
def service(request: pytest.FixtureRequest) -> str:
    """The service whose tests these are: the name of their folder."""
    return Path(request.path).parent.name


@pytest.fixture(scope="session")
async def connections() -> AsyncIterator[dict[str, Connection]]:
    """By service: to connect, and to prepare statements anew, takes longer than most tests."""
    made: dict[str, Connection] = {}
    yield made
    for each in made.values():
        await each.close()


@pytest.fixture
async def db(
    environment: dict[str, str], connections: dict[str, Connection], service: str
) -> AsyncIterator[Connection]:
    """A connection to the service's database, in a transaction that is rolled back at the end."""
    if service not in connections or connections[service].is_closed():
        connections[service] = await asyncpg.connect(environment[f"{service.upper()}_DATABASE_URL"])
        await read_json_as_structs(connections[service])
    connection = connections[service]
    transaction = connection.transaction()
    await transaction.start()
    yield connection
    if not connection.is_closed():
        await transaction.rollback()


@pytest.fixture(scope="session")
async def pools(environment: dict[str, str]) -> AsyncIterator[dict[str, Pool]]:
    """One for each service, kept for the same reason."""
    async with AsyncExitStack() as stack:
        yield {
            name: await stack.enter_async_context(create_pool(environment[f"{name.upper()}_DATABASE_URL"]))
            for name in SERVICES
        }


@pytest.fixture
async def pool(pools: dict[str, Pool], service: str) -> AsyncIterator[Pool]:
    """A pool on the service's database, for what needs transactions of its own; the tables are emptied at the end."""
    yield pools[service]
    await pools[service].execute(EMPTY_ALL_TABLES)


@pytest.fixture
async def client(environment: dict[str, str]) -> AsyncIterator[Client]:
    """A connection to NATS; the streams are removed at the end."""
    connected = Client()
    await streams.connect(connected, environment["NATS_URL"], name="tests")
    yield connected
    jetstream = connected.jetstream()
    for stream in await jetstream.streams_info():
        await jetstream.delete_stream(stream.config.name or "")
    await connected.close()
