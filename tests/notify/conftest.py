"""A real mail server that can be told to misbehave, and the service's settings to reach it."""

from collections.abc import AsyncIterator

import httpx
import pytest

from deploy.local.ports import free_ports
from services.notify.app import create_app
from services.notify.settings import Settings
from shared.database import Pool
from shared.settings import load
from tests.answering import answering
from tests.notify.postmaster import Postmaster


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


@pytest.fixture
async def web(settings: Settings, pool: Pool) -> AsyncIterator[httpx.AsyncClient]:
    """The web application on the real database; `pool` empties it afterwards."""
    async with answering(create_app(settings), settings.base_url) as caller:
        yield caller
