"""`python -m services.events web | worker | all | migrate | feeds`, and the operator's commands."""

from collections.abc import Coroutine
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from services.events.settings import Settings
from shared import starting

if TYPE_CHECKING:
    from litestar import Litestar

    from shared.processes import Work


def create_app(settings: Settings) -> "Litestar":
    from services.events import app

    return app.create_app(settings)


def work_of(settings: Settings) -> "Work":
    from services.events import worker

    return worker.work_of(settings)


def feeds(settings: Settings, _: list[str]) -> Coroutine[Any, Any, None]:
    from services.events.feeds.publisher import publish

    return publish(settings)


def operate(name: str, settings: Settings, arguments: list[str]) -> Coroutine[Any, Any, None]:
    from services.events import operator

    return operator.COMMANDS[name](settings, arguments)


OPERATOR = ("add-organisation", "add-member", "remove-member", "issue-token")

starting.main(
    "events",
    Settings,
    create_app=create_app,
    work_of=work_of,
    migrations=Path(__file__).parent / "migrations",
    others={"feeds": feeds, **{name: partial(operate, name) for name in OPERATOR}},
)
