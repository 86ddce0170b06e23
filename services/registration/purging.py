"""What names somebody who is forgotten leaves the streams, through any outage of NATS or PostgreSQL."""

import asyncio

import structlog
from nats.aio.client import Client
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError

from services.registration.domain.erasure import Purge
from services.registration.settings import Settings
from services.registration.tables import erasures, purges
from shared import streams
from shared.cancellation import stop_if_cancelled
from shared.database import Connection, Pool

# Nobody waits for it but the receipt, on which people look again after a while.
POLL_SECONDS = 2

log = structlog.get_logger()


class Purging:
    """Purges what is due for as long as it runs; any number of replicas may do so at once."""

    def __init__(self, settings: Settings) -> None:
        self.nats_url = settings.nats_url

    async def run(self, pool: Pool) -> None:
        client = Client()
        try:
            await streams.connect(client, self.nats_url, name="registration-purging")
            while True:
                stop_if_cancelled()
                try:
                    while await self.run_once(pool, client.jetstream()):
                        pass
                except Exception as error:  # noqa: BLE001 - what was not recorded is still in the table
                    log.warning("the streams will be purged later", error=repr(error))
                await asyncio.sleep(POLL_SECONDS)
        finally:
            await client.close()

    async def run_once(self, pool: Pool, jetstream: JetStreamContext) -> bool:
        """Whether there was something to purge. A crash between the two purges again, and counts less."""
        async with pool.acquire() as db, db.transaction():
            due = await purges.take_due(db)
            if due is not None:
                await record(db, due, await purge(jetstream, due))
        return due is not None


async def purge(jetstream: JetStreamContext, due: Purge) -> int:
    """How many messages have left their stream; none if it does not exist yet."""
    try:
        found = await jetstream.stream_info(due.stream, subjects_filter=due.subject)
        await jetstream.purge_stream(due.stream, subject=due.subject, keep=due.kept_count)
    except NotFoundError:
        return 0
    return max(0, sum((found.state.subjects or {}).values()) - due.kept_count)


async def record(db: Connection, done: Purge, count: int) -> None:
    if done.erasure_id is not None:
        await erasures.add_purged(db, done.erasure_id, done.stream, count)
