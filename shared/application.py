"""A service's web application: its own routes, and all that every service has in common."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.plugins import PluginProtocol
from litestar.plugins.core import MsgspecDIPlugin
from nats.aio.client import Client

from shared import operations, streams
from shared.access import SAFE_METHODS, Who, admit
from shared.acting import act_as_caller
from shared.consumer import Consumer
from shared.database import ACQUIRE_SECONDS, Connection, create_pool
from shared.messages import Service
from shared.operations import Chart
from shared.pages import Pages
from shared.sessions import Identities
from shared.settings import ServiceSettings
from shared.tracing import trace
from shared.web import Request, answer_problem

# Enough for any form of ours; a flyer comes as a file, which has its own limit.
BODY_BYTES = 1_000_000


class Application(Litestar):
    """As Litestar, but it starts sooner: with no plugins for pydantic and attrs, where those happen to be installed.

    Litestar has no setting for that.
    """

    @staticmethod
    def _get_default_plugins(plugins: list[PluginProtocol]) -> list[PluginProtocol]:
        return [*plugins, MsgspecDIPlugin()]


def create_application(
    *,
    service: Service,
    settings: ServiceSettings,
    routes: Sequence[HTTPRouteHandler],
    api: str,
    pages: Path,
    identities: Identities,
    consumers: tuple[Consumer[Any], ...] = (),
    charts: Sequence[Chart] = (),
    lifespan: Sequence[Callable[[Litestar], AbstractAsyncContextManager[None]]] = (),
) -> Litestar:
    """The application; `api` is the path below which its OpenAPI document lies."""
    let_heads_be_asked_for(routes)
    return Application(
        route_handlers=[*routes, operations.routes(service)],
        state=State(
            {
                "service": service,
                "settings": settings,
                "pages": Pages(pages, settings),
                "identities": identities,
                "consumers": consumers,
                "charts": charts,
            }
        ),
        dependencies={"db": Provide(transaction)},
        guards=[admit],
        middleware=[trace],
        exception_handlers={Exception: answer_problem, HTTPException: answer_problem},
        lifespan=[connections, *lifespan],
        request_max_body_size=BODY_BYTES,
        openapi_config=OpenAPIConfig(
            title=f"{settings.network_name}: {service}",
            version="1",
            openapi_router=Router(
                f"{api}/openapi.json", route_handlers=[], opt={"who": Who.ANYONE}, include_in_schema=False
            ),
            render_plugins=[JsonRenderPlugin(path="/")],
        ),
        logging_config=None,
    )


def let_heads_be_asked_for(routes: Sequence[HTTPRouteHandler]) -> None:
    """Whatever page can be got can be asked for its head (RFC 9110, 9.1); the server leaves the body out."""
    for route in routes:
        if "GET" in route.http_methods and route.include_in_schema is False:
            route.http_methods.add("HEAD")


async def transaction(state: State, request: Request) -> AsyncGenerator[Connection, None]:
    """One request is one transaction; it is committed before the answer leaves.

    What only reads does without: each of its queries sees what is committed by then, in a transaction or not.
    """
    async with state.pool.acquire(timeout=ACQUIRE_SECONDS) as db:
        if request.method in SAFE_METHODS:
            yield db
            return
        async with db.transaction():
            await act_as_caller(db, request.scope.get("user"))
            yield db


@asynccontextmanager
async def connections(app: Litestar) -> AsyncIterator[None]:
    settings: ServiceSettings = app.state.settings
    # Set when the process is told to stop, for answers that would go on for ever.
    app.state.stopping = asyncio.Event()
    async with create_pool(settings.database_url) as pool:
        app.state.pool = pool
        # Connects in the background, so that a service starts and answers while NATS is away.
        app.state.nats = Client()
        connecting = asyncio.create_task(streams.connect(app.state.nats, settings.nats_url, name=app.state.service))
        yield
        connecting.cancel()
        await asyncio.gather(connecting, return_exceptions=True)
        await app.state.nats.close()
