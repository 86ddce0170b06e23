"""The registration service with a transaction for each request, the rest being the same: `python -m …one_by_one`."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar

from services.registration import app as registration
from services.registration.app import rush
from services.registration.commands.register import Date, register
from services.registration.domain.admission import Ask
from services.registration.domain.registration import Reply
from services.registration.rush import Rush
from services.registration.settings import Settings
from shared import processes, starting, telemetry
from shared.settings import load


class NoRush(Rush):
    """Nobody shares a transaction with anybody."""

    async def register(self, date: Date, ask: Ask) -> Reply:
        async with self.pool.acquire() as db, db.transaction():
            return await register(db, date, ask, base_url=self.base_url)


@asynccontextmanager
async def no_rush(app: Litestar) -> AsyncIterator[None]:
    async with rush(app):
        app.state.rush = NoRush(app.state.pool, base_url=app.state.settings.base_url)
        yield


if __name__ == "__main__":
    telemetry.configure_logs("registration")
    settings = load(Settings, "registration", os.environ)
    registration.rush = no_rush
    starting.run(processes.serve(registration.create_app(settings), settings))
