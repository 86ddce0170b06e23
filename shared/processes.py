"""What the processes of a service do: `web` answers, `worker` relays, consumes and keeps the clock, `all` does both."""

import asyncio
import signal
from collections.abc import Callable, Coroutine
from socket import socket
from typing import Any

import structlog
import uvicorn
from litestar import Litestar
from msgspec import Struct
from nats.aio.client import Client

from shared import consumer, idempotency, schedule, streams
from shared.cancellation import stop_if_cancelled
from shared.consumer import Consumer
from shared.database import Pool, create_pool
from shared.messages import Message, Service
from shared.outbox import Relay
from shared.schedule import Job
from shared.settings import ServiceSettings

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
