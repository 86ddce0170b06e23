"""What a service does by the clock."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from msgspec import Struct

from shared.cancellation import stop_if_cancelled
from shared.database import Connection, Pool

log = structlog.get_logger()


class Job(Struct, frozen=True, kw_only=True):
    """Something to do again and again, each time in one transaction; must bear being done by two replicas at once."""

    name: str
    every_seconds: float
    run_once: Callable[[Connection], Awaitable[object]]


async def run(job: Job, pool: Pool) -> None:
    """Do the job for ever; a failed time is logged, and the next one comes."""
    while True:
        stop_if_cancelled()
        try:
            async with pool.acquire() as db, db.transaction():
                await job.run_once(db)
        except Exception as error:  # noqa: BLE001 - the next time may do better
            log.warning("the job will run again", job=job.name, error=repr(error))
        await asyncio.sleep(job.every_seconds)
