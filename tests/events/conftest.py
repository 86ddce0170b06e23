"""The events service as a web application on the real database."""

from collections.abc import AsyncIterator

import httpx
import pytest
from litestar import Litestar

from services.events.app import create_app
from services.events.settings import Settings
from shared import settings
from shared.database import Pool
from tests.events.given import BASE_URL


@pytest.fixture
def loaded(environment: dict[str, str]) -> Settings:
    return settings.load(Settings, "events", environment)


@pytest.fixture
async def app(loaded: Settings, pool: Pool) -> AsyncIterator[Litestar]:
    """The web application on the real database; `pool` empties it afterwards."""
    made = create_app(loaded)
    async with made.lifespan():
        yield made


@pytest.fixture
async def web(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]  # Litestar's own name for the same protocol
    async with httpx.AsyncClient(transport=transport, base_url=BASE_URL) as caller:
        yield caller
