"""`python -m services.registration web | worker | all | migrate`."""

from pathlib import Path
from typing import TYPE_CHECKING

from services.registration.settings import Settings
from shared import starting

if TYPE_CHECKING:
    from litestar import Litestar

    from shared.processes import Work


def create_app(settings: Settings) -> "Litestar":
    from services.registration import app

    return app.create_app(settings)


def work_of(settings: Settings) -> "Work":
    from services.registration import worker

    return worker.work_of(settings)


starting.main(
    "registration",
    Settings,
    create_app=create_app,
    work_of=work_of,
    migrations=Path(__file__).parent / "migrations",
)
