"""A real mail server that can be told to misbehave, and the service's settings to reach it."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from litestar import Litestar
from msgspec import structs

from deploy.local.ports import free_ports
from services.notify.app import create_app
from services.notify.intake import Intake
from services.notify.settings import Settings
from services.notify.tables import events
from shared.database import Pool
from shared.settings import load
from tests.answering import answering
from tests.notify.given import eventually
from tests.notify.night import night
from tests.notify.postmaster import Postmaster
from tests.notify.returning import Handing


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """Tests say different things of the same event."""
    events.kept.clear()


@pytest.fixture
async def postmaster() -> AsyncIterator[Postmaster]:
    """A mail server on a port of its own."""
    [port] = free_ports(1)
    at_work = Postmaster(port)
    await at_work.open()
    yield at_work
    await at_work.close()


@pytest.fixture
def settings(environment: dict[str, str], postmaster: Postmaster) -> Settings:
    return load(Settings, "notify", environment | {"SMTP_URL": f"smtp://127.0.0.1:{postmaster.port}"})


@pytest.fixture(scope="session")
def app(environment: dict[str, str]) -> Litestar:
    """Made once; what it remembers it remembers while it runs, which is for one test. It sends no mail."""
    return create_app(load(Settings, "notify", environment))


@pytest.fixture
async def web(app: Litestar, settings: Settings, pool: Pool) -> AsyncIterator[httpx.AsyncClient]:
    """The web application on the real database; `pool` empties it afterwards."""
    async with answering(app, settings.base_url) as caller:
        yield caller


@pytest.fixture
async def handing(settings: Settings, pool: Pool) -> AsyncIterator[Handing]:
    """A running intake, and a registration whose people and mail servers answer."""
    [port] = free_ports(1)
    own = structs.replace(settings, intake_port=port)
    made = Handing(own, pool)
    await made.prepare()
    running = asyncio.create_task(Intake(own).run(pool))
    await eventually(made.is_open)
    yield made
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


@pytest.fixture
def at_night(settings: Settings) -> Settings:
    """The same, where it is night just now."""
    return night(settings, settings.zone)
