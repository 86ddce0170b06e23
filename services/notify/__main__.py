"""`python -m services.notify web | worker | all | migrate`."""

from pathlib import Path

from services.notify.app import create_app
from services.notify.settings import Settings
from services.notify.worker import work_of
from shared import processes

processes.main(
    "notify",
    Settings,
    create_app=create_app,
    work_of=work_of,
    migrations=Path(__file__).parent / "migrations",
)
