"""The web face of the notify service."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from litestar import Litestar

from services.notify.consumers import consumers_of
from services.notify.emails import Emails
from services.notify.routes import ROUTES
from services.notify.settings import Settings
from services.notify.tables import mails
from shared.application import create_application
from shared.operations import Chart
from shared.robots import Robots
from shared.sessions import COPIED_IDENTITIES
from shared.translations import N_


def create_app(settings: Settings) -> Litestar:
    app = create_application(
        service="notify",
        settings=settings,
        routes=ROUTES,
        api="/api/mails",
        pages=Path(__file__).parent / "pages",
        identities=COPIED_IDENTITIES,
        consumers=consumers_of(settling_seconds=settings.settling_seconds),
        charts=[
            Chart(title=N_("Mails sent"), counts=mails.SENT_BY_DAY),
            Chart(title=N_("Mails that did not arrive"), counts=mails.FAILED_BY_DAY),
        ],
        lifespan=[robots],
    )
    app.state.emails = Emails(settings)
    return app


@asynccontextmanager
async def robots(app: Litestar) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    app.state.robots = Robots(
        app.state.pool, form_seconds=settings.form_seconds, per_minute=settings.subscriptions_per_minute
    )
    yield
