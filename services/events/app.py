"""The web face of the events service."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import structlog
from litestar import Litestar

from services.events import statements
from services.events.consumers import CONSUMERS
from services.events.domain.statements import missing_in_all
from services.events.feeds.readership import Readership
from services.events.feeds.serving import FromMemory
from services.events.feeds.shelf import Shelf
from services.events.routes import ROUTES
from services.events.settings import Settings
from services.events.tables import audit, members, organisations
from shared.application import create_application
from shared.operations import Chart
from shared.sessions import Identities
from shared.translations import N_

log = structlog.get_logger()


def create_app(settings: Settings) -> Litestar:
    if missing := missing_in_all(statements.read(settings.statements_file)):
        log.warning("imprint, privacy page and accessibility statement are not complete", missing=missing)
    return create_application(
        service="events",
        settings=settings,
        routes=ROUTES,
        api="/api/events",
        pages=Path(__file__).parent / "pages",
        identities=Identities(find_member=members.find_principal, find_token=organisations.find_principal),
        consumers=CONSUMERS,
        charts=[Chart(title=N_("Changes of entries and organisations"), counts=audit.CHANGES_BY_DAY)],
        lifespan=[followed],
    )


@asynccontextmanager
async def followed(app: Litestar) -> AsyncIterator[None]:
    """What is kept in memory follows the streams while the application runs."""
    shelf = app.state.shelf = Shelf(app.state.settings)
    readership = app.state.readership = Readership()
    routed = app.asgi_handler
    app.asgi_handler = FromMemory(routed, shelf)
    following = [asyncio.create_task(each.run(app.state.nats)) for each in (shelf, readership)]
    yield
    app.asgi_handler = routed
    for each in following:
        each.cancel()
    await asyncio.gather(*following, return_exceptions=True)
