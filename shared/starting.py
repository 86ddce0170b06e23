"""How the processes of a service start. Most of that is imports, so each imports only what it needs."""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from shared.settings import ServiceSettings, load

if TYPE_CHECKING:
    from litestar import Litestar

    from shared.messages import Service
    from shared.processes import Work

S = TypeVar("S", bound=ServiceSettings)

SHARED_MIGRATIONS = Path(__file__).parent / "migrations"


def main(
    service: "Service",
    settings_type: type[S],
    *,
    create_app: Callable[[S], "Litestar"],
    work_of: Callable[[S], "Work"],
    migrations: Path,
    others: Mapping[str, Callable[[S, list[str]], Coroutine[Any, Any, None]]] = MappingProxyType({}),
) -> None:
    """`python -m services.<name> web | worker | all | migrate`, and what `others` the service can do."""
    # What is imported and made from here on stays for good: see `run`.
    gc.disable()
    settings = load(settings_type, service, os.environ)
    arguments = sys.argv[1:]
    if arguments == ["migrate"]:
        migrate(settings, migrations)

    from shared import telemetry

    telemetry.configure_logs(service)
    match arguments:
        case ["web" | "worker" | "all" as name]:
            run(process(name, settings, create_app, work_of))
        case [name, *rest] if name in others:
            run(until_told_to_stop(others[name](settings, rest)))
        case _:
            sys.exit(f"python -m services.{service} {' | '.join(['web', 'worker', 'all', 'migrate', *others])}")


def migrate(settings: ServiceSettings, directory: Path) -> None:
    """Become dbmate, which applies the migrations that the database does not have yet."""
    directories = ["--migrations-dir", str(SHARED_MIGRATIONS), "--migrations-dir", str(directory)]
    # By the environment, since everybody on the machine can read a process's arguments.
    environment = {**os.environ, "DATABASE_URL": settings.database_url}
    os.execvpe("dbmate", ["dbmate", "--no-dump-schema", "--wait", *directories, "migrate"], environment)  # noqa: S606, S607 - no shell wanted; dbmate is in this environment's bin


def process(
    name: str, settings: S, create_app: Callable[[S], "Litestar"], work_of: Callable[[S], "Work"]
) -> Coroutine[Any, Any, None]:
    from shared import processes

    match name:
        case "web":
            return processes.serve(create_app(settings), settings)
        case "worker":
            return until_told_to_stop(processes.work(settings, work_of(settings)))
    return processes.serve_and_work(create_app(settings), settings, work_of(settings))


def run(main: Coroutine[Any, Any, None]) -> None:
    import uvloop

    # What was made so far stays for good, so the garbage collector need not look at it again and again; and what comes
    # in by the thousand, such as all events at the start, has no cycles.
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main)


async def until_told_to_stop(main: Awaitable[None]) -> None:
    """Run `main` until SIGTERM or SIGINT."""
    task = asyncio.ensure_future(main)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, task.cancel)
    await asyncio.wait([task])
    if not task.cancelled():
        task.result()
