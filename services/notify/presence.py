"""A process that sends is there as long as one connection of its own is: it is woken by it, and so holds its claims."""

import asyncio
from contextlib import suppress

import structlog

from services.notify.tables import claims
from shared.cancellation import stop_if_cancelled
from shared.database import Connection, Pool, ended_afterwards

RETRY_SECONDS = 1
# After an outage of PostgreSQL the others need a moment to say that they are still there.
DEAD_SECONDS = 3

log = structlog.get_logger()


class Presence:
    """Holds the numbers of this process's senders; what those of a dead process had in hand is given free."""

    def __init__(self, sender_count: int) -> None:
        self.sender_count = sender_count
        self.numbers: list[int] = []
        self.secured = asyncio.Event()
        self.woken = asyncio.Event()

    async def hold(self, pool: Pool) -> None:
        """For ever, through any outage of PostgreSQL."""
        while True:
            stop_if_cancelled()
            try:
                async with pool.acquire() as db:
                    with ended_afterwards(db):
                        await self.hold_on(db)
            except Exception as error:  # noqa: BLE001 - nothing new is begun meanwhile
                log.warning("the senders will be there again", error=repr(error))
                await asyncio.sleep(RETRY_SECONDS)

    async def hold_on(self, db: Connection) -> None:
        """While this connection lives. One lost is followed by another at once, before its claims are given free."""
        lost = asyncio.Event()
        db.add_termination_listener(lambda _: lost.set())
        await db.add_listener("mails", self.wake)
        self.numbers = self.numbers or await claims.take_numbers(db, self.sender_count)
        await claims.hold(db, self.numbers)
        self.secured.set()
        self.wake()
        try:
            while not lost.is_set():
                stop_if_cancelled()
                with suppress(TimeoutError):
                    await asyncio.wait_for(lost.wait(), DEAD_SECONDS)
                    continue
                await claims.release_of_the_dead(db)
        finally:
            self.secured.clear()

    def wake(self, *_: object) -> None:
        self.woken.set()
