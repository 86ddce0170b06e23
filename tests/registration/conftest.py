"""The registration service as a web application on the real database."""

from collections.abc import AsyncIterator

import httpx
import pytest

from services.registration.app import create_app
from services.registration.settings import Settings
from shared.database import Pool
from shared.settings import load
from tests.answering import answering


@pytest.fixture
def settings(environment: dict[str, str]) -> Settings:
    return load(Settings, "registration", environment)


@pytest.fixture
async def web(settings: Settings, pool: Pool) -> AsyncIterator[httpx.AsyncClient]:
    """The web application on the real database; `pool` empties it afterwards."""
    async with answering(create_app(settings), settings.base_url) as caller:
        caller.headers["Accept-Language"] = "en"
        yield caller
