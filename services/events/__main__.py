"""`python -m services.events web | worker | all | migrate | feeds`, and the operator's commands."""

from pathlib import Path

from services.events import operator
from services.events.app import create_app
from services.events.feeds.publisher import publish
from services.events.settings import Settings
from services.events.worker import work_of
from shared import processes


async def feeds(settings: Settings, _: list[str]) -> None:
    await publish(settings)


processes.main(
    "events",
    Settings,
    create_app=create_app,
    work_of=work_of,
    migrations=Path(__file__).parent / "migrations",
    others={"feeds": feeds, **operator.COMMANDS},
)
