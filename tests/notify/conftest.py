"""A real mail server that can be told to misbehave, and the service's settings to reach it."""

from collections.abc import AsyncIterator

import pytest

from deploy.local.ports import free_ports
from services.notify.settings import Settings
from shared.settings import load
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
