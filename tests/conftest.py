"""What every test may ask for: a PostgreSQL and a NATS of this run, and the settings of each service."""

import asyncio
import base64
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import asyncpg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from nats.aio.client import Client

from deploy.local import databases
from deploy.local.nats import nats
from deploy.local.postgres import postgres
from shared import streams
from shared.database import Connection, Pool, create_pool, read_json_as_structs

ROOT = Path(__file__).parent.parent
SERVICES = ("events", "registration", "notify")
BASE_URL = "https://calendar.witten.example"


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
        # Tests fill in forms faster than anybody, all of them from one machine.
        "REGISTRATION_FORM_SECONDS": "0",
        "REGISTRATION_SIGN_UPS_PER_MINUTE": "0",
    } | {
        f"{name.upper()}_DATABASE_URL": f"postgresql://{name}:{name}@{address}/{name}?sslmode=disable"
        for name in SERVICES
    }
    make_databases(server_url)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for name in SERVICES:
        subprocess.run(
            [sys.executable, "-m", f"services.{name}", "migrate"],
            check=True,
            cwd=ROOT,
            env=os.environ | found | {"PATH": path},
            stdout=subprocess.DEVNULL,
        )
    return found


def make_databases(server_url: str) -> None:
    """In a thread of its own, since the tests' loop may be running already."""
    passwords = {name: name for name in SERVICES}
    with ThreadPoolExecutor() as threads:
        threads.submit(asyncio.run, databases.keep(server_url, passwords)).result()


def in_base64(key: bytes) -> str:
    return base64.urlsafe_b64encode(key).decode().rstrip("=")


@pytest.fixture
def service(request: pytest.FixtureRequest) -> str:
    """The service whose tests these are: the name of their folder."""
    return Path(request.path).parent.name


@pytest.fixture
async def db(environment: dict[str, str], service: str) -> AsyncIterator[Connection]:
    """A connection to the service's database, in a transaction that is rolled back at the end."""
    connection = await asyncpg.connect(environment[f"{service.upper()}_DATABASE_URL"])
    await read_json_as_structs(connection)
    transaction = connection.transaction()
    await transaction.start()
    yield connection
    await transaction.rollback()
    await connection.close()


@pytest.fixture
async def pool(environment: dict[str, str], service: str) -> AsyncIterator[Pool]:
    """A pool on the service's database, for what needs transactions of its own; the tables are emptied at the end."""
    async with create_pool(environment[f"{service.upper()}_DATABASE_URL"]) as made:
        yield made
        tables = await made.fetch(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_migrations'"
        )
        names = ", ".join(row["tablename"] for row in tables)
        await made.execute(f"TRUNCATE {names} CASCADE")


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
