"""The registration service as a web application on the real database."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from litestar import Litestar

from services.registration.app import create_app
from services.registration.settings import Settings
from shared.database import Pool
from shared.settings import load


@pytest.fixture
def settings(environment: dict[str, str]) -> Settings:
    return load(Settings, "registration", environment)


@pytest.fixture
async def web(settings: Settings, pool: Pool) -> AsyncIterator[httpx.AsyncClient]:
    """The web application on the real database; `pool` empties it afterwards."""
    made, running, over = create_app(settings), asyncio.Event(), asyncio.Event()
    living = asyncio.create_task(live(made, running, over))
    await asyncio.wait([living, asyncio.ensure_future(running.wait())], return_when=asyncio.FIRST_COMPLETED)
    transport = httpx.ASGITransport(app=made)  # type: ignore[arg-type]  # Litestar's own name for the same protocol
    headers = {"Accept-Language": "en"}
    async with httpx.AsyncClient(transport=transport, base_url=settings.base_url, headers=headers) as caller:
        yield caller
    over.set()
    await living


async def live(app: Litestar, running: asyncio.Event, over: asyncio.Event) -> None:
    """In a task of its own, since a lifespan must end in the task in which it began."""
    async with app.lifespan():
        running.set()
        await over.wait()
