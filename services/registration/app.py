"""The web application of the registration service."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from litestar import Litestar

from services.registration.routes import (
    announcements,
    api_announcements,
    api_changes,
    api_links,
    api_roster_deeds,
    api_rosters,
    attendance,
    by_hand,
    counts,
    door,
    erasures,
    exports,
    opinions,
    own_changes,
    own_data,
    own_registration,
    party,
    party_deeds,
    party_edit,
    personal_feed,
    places,
    privacy,
    received,
    registrations,
    roster,
    rosters,
    sign_up,
    sign_up_api,
    sign_up_questions,
    sign_up_settings,
)
from services.registration.rush import Rush
from services.registration.settings import Settings
from services.registration.tables import registrations as registrations_table
from services.registration.worker import consumers_of
from shared.application import create_application
from shared.doubting import challenge_route
from shared.operations import Chart
from shared.robots import Robots
from shared.sessions import COPIED_IDENTITIES
from shared.translations import N_

API = "/api/registrations"
PAGES = Path(__file__).parent / "pages"


def create_app(settings: Settings) -> Litestar:
    return create_application(
        service="registration",
        settings=settings,
        routes=[
            *privacy.ROUTES,
            *sign_up.ROUTES,
            *sign_up_api.ROUTES,
            *received.ROUTES,
            *sign_up_settings.ROUTES,
            *sign_up_questions.ROUTES,
            *own_registration.ROUTES,
            *own_changes.ROUTES,
            *own_data.ROUTES,
            *personal_feed.ROUTES,
            *erasures.ROUTES,
            *rosters.ROUTES,
            *announcements.ROUTES,
            *api_announcements.ROUTES,
            *roster.ROUTES,
            *party.ROUTES,
            *party_deeds.ROUTES,
            *party_edit.ROUTES,
            *by_hand.ROUTES,
            *places.ROUTES,
            *api_rosters.ROUTES,
            *api_roster_deeds.ROUTES,
            *attendance.ROUTES,
            *counts.ROUTES,
            *door.ROUTES,
            *exports.ROUTES,
            challenge_route(API),
            *registrations.ROUTES,
            *api_changes.ROUTES,
            *api_links.ROUTES,
            *opinions.ROUTES,
        ],
        api=API,
        pages=PAGES,
        identities=COPIED_IDENTITIES,
        consumers=consumers_of(base_url=settings.base_url),
        charts=[Chart(title=N_("Sign-ups"), counts=registrations_table.ARRIVALS_BY_DAY)],
        lifespan=[rush, counts.listening],
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
