"""`python -m services.registration web | worker | all | migrate`."""

from pathlib import Path

from services.registration.app import create_app
from services.registration.settings import Settings
from services.registration.worker import work_of
from shared import processes

processes.main(
    "registration",
    Settings,
    create_app=create_app,
    work_of=work_of,
    migrations=Path(__file__).parent / "migrations",
)
