"""A service's web application called without a network, on real servers behind it."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from importlib import import_module

import httpx
from litestar import Litestar

from shared.settings import load


def app_of(service: str, environment: Mapping[str, str]) -> Litestar:
    """The web application of a service, not running yet."""
    settings = load(import_module(f"services.{service}.settings").Settings, service, environment)
    made: Litestar = import_module(f"services.{service}.app").create_app(settings)
    return made


@asynccontextmanager
async def answering(app: Litestar, base_url: str) -> AsyncIterator[httpx.AsyncClient]:
    """A caller of the application while it runs."""
    running, over = asyncio.Event(), asyncio.Event()
    living = asyncio.create_task(live(app, running, over))
    await asyncio.wait([living, asyncio.create_task(running.wait())], return_when=asyncio.FIRST_COMPLETED)
    transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]  # Litestar's own name for the same protocol
    async with httpx.AsyncClient(transport=transport, base_url=base_url) as caller:
        yield caller
    over.set()
    await living


async def live(app: Litestar, running: asyncio.Event, over: asyncio.Event) -> None:
    """In a task of its own, since a lifespan must end in the task in which it began."""
    async with app.lifespan():
        running.set()
        await over.wait()
