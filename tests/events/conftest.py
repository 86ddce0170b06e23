"""The events service as a web application on the real database."""

from collections.abc import AsyncIterator

import httpx
import pytest
from litestar import Litestar

from services.events.app import create_app
from services.events.domain.event import Event
from services.events.settings import Settings
from shared import settings
from shared.database import Pool
from shared.messages.events import Role
from tests.answering import answering
from tests.events.given import Partner, a_draft, a_partner, a_published_event, session_of
from tests.events.network import Callers, callers_of


@pytest.fixture(scope="session")
def loaded(environment: dict[str, str]) -> Settings:
    return settings.load(Settings, "events", environment)


@pytest.fixture(scope="session")
def app(loaded: Settings) -> Litestar:
    """Made once; what it remembers it remembers while it runs, which is for one test."""
    return create_app(loaded)


@pytest.fixture
async def web(app: Litestar, loaded: Settings, pool: Pool) -> AsyncIterator[httpx.AsyncClient]:
    """A caller of the web application; `pool` empties the database afterwards."""
    async with answering(app, loaded.base_url) as caller:
        yield caller


@pytest.fixture
async def callers(pool: Pool, loaded: Settings) -> Callers:
    return await callers_of(pool, loaded)


@pytest.fixture
async def partner(pool: Pool) -> Partner:
    async with pool.acquire() as db, db.transaction():
        return await a_partner(db)


@pytest.fixture
async def coordinator(pool: Pool) -> Partner:
    async with pool.acquire() as db, db.transaction():
        return await a_partner(db, "stabsstelle", Role.COORDINATOR)


@pytest.fixture
def member(partner: Partner, loaded: Settings) -> dict[str, str]:
    """What the partner's browser sends."""
    return session_of(partner, loaded) | {"Accept-Language": "en"}


@pytest.fixture
async def event(pool: Pool, partner: Partner) -> Event:
    async with pool.acquire() as db, db.transaction():
        return await a_published_event(db, partner)


@pytest.fixture
async def draft(pool: Pool, partner: Partner) -> Event:
    async with pool.acquire() as db, db.transaction():
        return await a_draft(db, partner)
