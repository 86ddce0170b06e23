"""The web application of the registration service."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from litestar import Litestar

from services.registration.robots import Robots
from services.registration.routes import attendance, doubting, own_registration, registrations, rosters, sign_up
from services.registration.rush import Rush
from services.registration.settings import Settings
from services.registration.worker import consumers_of
from shared.application import create_application
from shared.sessions import COPIED_IDENTITIES

PAGES = Path(__file__).parent / "pages"


def create_app(settings: Settings) -> Litestar:
    return create_application(
        service="registration",
        settings=settings,
        routes=[
            *sign_up.ROUTES,
            *own_registration.ROUTES,
            *rosters.ROUTES,
            *attendance.ROUTES,
            *doubting.ROUTES,
            *registrations.ROUTES,
        ],
        api="/api/registrations",
        pages=PAGES,
        identities=COPIED_IDENTITIES,
        consumers=consumers_of(base_url=settings.base_url),
        lifespan=[rush],
    )


@asynccontextmanager
async def rush(app: Litestar) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    app.state.rush = Rush(app.state.pool, base_url=settings.base_url)
    app.state.robots = Robots(
        app.state.pool, form_seconds=settings.form_seconds, per_minute=settings.sign_ups_per_minute
    )
    yield
    await app.state.rush.finish()
