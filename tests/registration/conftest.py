"""The registration service as a web application on the real database."""

from collections.abc import AsyncIterator

import httpx
import pytest
from litestar import Litestar

from services.registration.app import create_app
from services.registration.settings import Settings
from shared.database import Pool
from shared.messages.events import EventState
from shared.settings import load
from tests.answering import answering
from tests.registration.own_calendar import link_of, one_with_ada
from tests.registration.sessions import Callers, callers_of


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


@pytest.fixture
async def callers(pool: Pool, environment: dict[str, str]) -> Callers:
    return await callers_of(pool, environment)


@pytest.fixture
async def event(pool: Pool) -> EventState:
    return await one_with_ada(pool)


@pytest.fixture
async def link(pool: Pool, event: EventState) -> str:
    """The path of her own page."""
    return await link_of(pool, event)
