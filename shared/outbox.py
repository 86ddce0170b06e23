"""The outbox: a change and its message are one transaction, and the relay brings the message to NATS."""

import asyncio
from contextlib import suppress

import structlog
from nats.js import JetStreamContext
from nats.js.api import PubAck

from shared import telemetry
from shared.cancellation import stop_if_cancelled
from shared.database import Connection, Pool, ended_afterwards
from shared.messages import Message, encode

# Large enough to catch up quickly after an outage, small enough to hold in memory.
BATCH_SIZE = 100
ACK_SECONDS = 5
# The first message goes at once; those that follow it closely go together, which is far less work than one by one.
GATHER_SECONDS = 0.02
# NOTIFY wakes the relay at once; the poll is for a notification that was lost.
POLL_SECONDS = 2
# How soon another replica takes over when the one that relays is gone.
TAKE_OVER_SECONDS = 1
RETRY_SECONDS = 1
# Any number will do, as long as nothing else in the database locks it.
RELAY_LOCK = 6_110_718

log = structlog.get_logger()


async def stage(db: Connection, *messages: Message) -> None:
    """Write the messages beside the change they tell of; they leave once that is committed, in this order."""
    await db.execute(
        """
        INSERT INTO outbox (subject, headers, body)
        SELECT subject, $3, body
        FROM unnest($1::text[], $2::bytea[]) WITH ORDINALITY AS messages (subject, body, position)
        ORDER BY position
        """,
        [message.subject for message in messages],
        [encode(message) for message in messages],
        telemetry.trace_headers(),
    )


class Relay:
    """Publishes what is in the outbox; of all replicas of a service one does so at a time."""

    def __init__(self, pool: Pool, jetstream: JetStreamContext) -> None:
        self.pool = pool
        self.jetstream = jetstream
        self.woken = asyncio.Event()

    async def run(self) -> None:
        """Relay for ever, through any outage of PostgreSQL or NATS."""
        while True:
            stop_if_cancelled()
            try:
                async with self.pool.acquire() as db:
                    with ended_afterwards(db):
                        await self.run_on(db)
            except Exception as error:  # noqa: BLE001 - whatever it was, the outbox still holds the messages
                log.warning("the relay will try again", error=repr(error))
            await asyncio.sleep(RETRY_SECONDS)

    async def run_on(self, db: Connection) -> None:
        """Relay while this connection lives and holds the lock."""
        while not await db.fetchval("SELECT pg_try_advisory_lock($1)", RELAY_LOCK):  # noqa: ASYNC110 - another process holds it
            await asyncio.sleep(TAKE_OVER_SECONDS)
        await db.add_listener("outbox", self.wake)
        while True:
            stop_if_cancelled()
            self.woken.clear()
            while went := await self.run_once(db):
                if went < BATCH_SIZE:
                    await asyncio.sleep(GATHER_SECONDS)
            with suppress(TimeoutError):
                await asyncio.wait_for(self.woken.wait(), POLL_SECONDS)

    def wake(self, *_: object) -> None:
        self.woken.set()

    async def run_once(self, db: Connection) -> int:
        """Publish one batch in order and delete it; the number of messages that went.

        A crash between the two publishes again: JetStream drops those by `Nats-Msg-Id` inside its duplicate window,
        and every consumer bears a message twice.
        """
        rows = await db.fetch("SELECT id, subject, headers, body FROM outbox ORDER BY id LIMIT $1", BATCH_SIZE)
        acknowledgements: list[asyncio.Future[PubAck]] = []
        try:
            for row in rows:
                headers = {**row["headers"], "Nats-Msg-Id": str(row["id"])}
                acknowledgements.append(
                    await self.jetstream.publish_async(row["subject"], row["body"], headers=headers)
                )
            async with asyncio.timeout(ACK_SECONDS):
                await asyncio.gather(*acknowledgements)
        finally:
            # Those still open would each keep one of the client's places for unanswered messages.
            for acknowledgement in acknowledgements:
                acknowledgement.cancel()
        await db.execute("DELETE FROM outbox WHERE id = ANY($1)", [row["id"] for row in rows])
        return len(rows)


async def oldest_age_seconds(db: Connection) -> float:
    """How long the message that waits longest has been waiting; 0 when none does."""
    return float(
        await db.fetchval("SELECT coalesce(extract(epoch FROM clock_timestamp() - min(staged_at)), 0) FROM outbox")
    )
