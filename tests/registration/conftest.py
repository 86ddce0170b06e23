"""The registration service as a web application on the real database."""

from collections.abc import AsyncIterator

import httpx
import pytest
from litestar import Litestar

from services.registration.app import create_app
from services.registration.settings import Settings
from shared.database import Pool
from shared.settings import load
from tests.answering import answering


@pytest.fixture(scope="session")
def settings(environment: dict[str, str]) -> Settings:
    return load(Settings, "registration", environment)


@pytest.fixture(scope="session")
def app(settings: Settings) -> Litestar:
    """Made once; what it remembers it remembers while it runs, which is for one test."""
    return create_app(settings)


@pytest.fixture
async def web(app: Litestar, settings: Settings, pool: Pool) -> AsyncIterator[httpx.AsyncClient]:
    """The web application on the real database; `pool` empties it afterwards."""
    async with answering(app, settings.base_url) as caller:
        caller.headers["Accept-Language"] = "en"
        yield caller
