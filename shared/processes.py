"""The processes of a service: `web` answers, `worker` relays, consumes and keeps the clock, `all` does both."""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from pathlib import Path
from socket import socket
from types import MappingProxyType
from typing import Any, TypeVar

import structlog
import uvicorn
import uvloop
from litestar import Litestar
from msgspec import Struct
from nats.aio.client import Client

from shared import consumer, idempotency, schedule, streams, telemetry
from shared.cancellation import stop_if_cancelled
from shared.consumer import Consumer
from shared.database import Pool, create_pool
from shared.messages import Message, Service
from shared.outbox import Relay
from shared.schedule import Job
from shared.settings import ServiceSettings, load

S = TypeVar("S", bound=ServiceSettings)

SHARED_MIGRATIONS = Path(__file__).parent / "migrations"
# A request takes milliseconds; after this an open one is cut.
STOP_SECONDS = 5
RETRY_SECONDS = 1

FORGET_KEYS = Job(name="forget-idempotency-keys", every_seconds=3600, run_once=idempotency.forget_old)

log = structlog.get_logger()


class Work(Struct, frozen=True, kw_only=True):
    """What a service's worker does: the streams it fills, what it hears, what it does by the clock, and what else."""

    service: Service
    messages: tuple[type[Message], ...]
    consumers: tuple[Consumer[Any], ...] = ()
    jobs: tuple[Job, ...] = ()
    loops: tuple[Callable[[Pool], Coroutine[Any, Any, None]], ...] = ()


def run(main: Coroutine[Any, Any, None]) -> None:
    # What was made so far stays for good, so the garbage collector need not look at it again and again; and what comes
    # in by the thousand, such as all events at the start, has no cycles.
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main)


class Server(uvicorn.Server):
    """Tells the application that it is to end before it waits for open requests: some stay open until then."""

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        app: Litestar = self.config.app  # type: ignore[assignment]  # what `serve` made it of
        app.state.stopping.set()
        await super().shutdown(sockets)


async def serve(app: Litestar, settings: ServiceSettings) -> None:
    """Answer requests until SIGTERM or SIGINT."""
    await server_of(app, settings).serve()


def server_of(app: Litestar, settings: ServiceSettings) -> Server:
    return Server(
        uvicorn.Config(
            app,
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            server_header=False,
            # The edge is the only one that talks to us, and says who asked.
            proxy_headers=True,
            forwarded_allow_ips="127.0.0.1",
            timeout_graceful_shutdown=STOP_SECONDS,
        )
    )


async def work(settings: ServiceSettings, what: Work) -> None:
    """Work until cancelled. What is cut off in the middle is rolled back and comes again."""
    client = Client()
    try:
        async with create_pool(settings.database_url) as pool, asyncio.TaskGroup() as tasks:
            # What the clock tells to do goes on while NATS is away.
            for job in (*what.jobs, FORGET_KEYS):
                tasks.create_task(schedule.run(job, pool))
            for loop in what.loops:
                tasks.create_task(loop(pool))
            await streams.connect(client, settings.nats_url, name=f"{what.service}-worker")
            await declare_streams(client, what)
            tasks.create_task(Relay(pool, client.jetstream()).run())
            for each in what.consumers:
                tasks.create_task(consumer.run(each, pool, client))
    finally:
        await client.close()


async def declare_streams(client: Client, what: Work) -> None:
    while True:
        stop_if_cancelled()
        try:
            await streams.declare(client.jetstream(), what.messages)
        except Exception as error:  # noqa: BLE001 - NATS may be starting or choosing a leader
            log.warning("the streams are not there yet", error=repr(error))
            await asyncio.sleep(RETRY_SECONDS)
        else:
            return


async def until_told_to_stop(main: Awaitable[None]) -> None:
    """Run `main` until SIGTERM or SIGINT."""
    task = asyncio.ensure_future(main)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, task.cancel)
    await asyncio.wait([task])
    if not task.cancelled():
        task.result()


async def serve_and_work(app: Litestar, settings: ServiceSettings, what: Work) -> None:
    """Both in one process, which is enough for a small network; when one ends, so does the other."""
    for number in (signal.SIGTERM, signal.SIGINT):
        # uvicorn raises its signal once more when it has shut down, and that would end the work in the middle.
        signal.signal(number, lambda *_: None)
    both = [asyncio.create_task(serve(app, settings)), asyncio.create_task(work(settings, what))]
    await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
    for task in both:
        task.cancel()
    await asyncio.wait(both)
    for task in both:
        if not task.cancelled():
            task.result()


def migrate(settings: ServiceSettings, directory: Path) -> None:
    """Become dbmate, which applies the migrations that the database does not have yet."""
    directories = ["--migrations-dir", str(SHARED_MIGRATIONS), "--migrations-dir", str(directory)]
    # By the environment, since everybody on the machine can read a process's arguments.
    environment = {**os.environ, "DATABASE_URL": settings.database_url}
    os.execvpe("dbmate", ["dbmate", "--no-dump-schema", "--wait", *directories, "migrate"], environment)  # noqa: S606, S607 - no shell wanted; dbmate is in this environment's bin


def main(
    service: Service,
    settings_type: type[S],
    *,
    create_app: Callable[[S], Litestar],
    work_of: Callable[[S], Work],
    migrations: Path,
    others: Mapping[str, Callable[[S, list[str]], Coroutine[Any, Any, None]]] = MappingProxyType({}),
) -> None:
    """`python -m services.<name> web | worker | all | migrate`, and what `others` the service can do."""
    telemetry.configure_logs(service)
    settings = load(settings_type, service, os.environ)
    match sys.argv[1:]:
        case ["migrate"]:
            migrate(settings, migrations)
        case ["web"]:
            run(serve(create_app(settings), settings))
        case ["worker"]:
            run(until_told_to_stop(work(settings, work_of(settings))))
        case ["all"]:
            run(serve_and_work(create_app(settings), settings, work_of(settings)))
        case [name, *arguments] if name in others:
            run(until_told_to_stop(others[name](settings, arguments)))
        case _:
            sys.exit(f"python -m services.{service} {' | '.join(['web', 'worker', 'all', 'migrate', *others])}")
