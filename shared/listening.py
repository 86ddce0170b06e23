"""Hearing at once what PostgreSQL notifies of: one connection of a process listens, and wakes all who wait for it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import asyncpg
import structlog

from shared.cancellation import stop_if_cancelled
from shared.database import ACQUIRE_SECONDS, CONNECTION_ERRORS, STATEMENT_SECONDS
from shared.problems import Unavailable

# A connection that died without a word is found out after this.
CHECK_SECONDS = 30
RETRY_SECONDS = 1

log = structlog.get_logger()


class Listening:
    """Those who wait for what is said on one channel, by what it is about: the notification's payload."""

    def __init__(self, url: str, channel: str, *, most: int, most_about_one: int) -> None:
        """`most` may wait at the same time, and so many of them for the same thing."""
        self.url = url
        self.channel = channel
        self.most = most
        self.most_about_one = most_about_one
        self.waiting: dict[str, set[asyncio.Event]] = {}
        self.is_over = False

    @contextmanager
    def hearing(self, about: str) -> Iterator[asyncio.Event]:
        """Is set whenever there may be something new, and when it is all over. Raises `Unavailable`."""
        there = self.waiting.get(about, set())
        if len(there) >= self.most_about_one or sum(map(len, self.waiting.values())) >= self.most:
            raise Unavailable
        woken = asyncio.Event()
        self.waiting[about] = there | {woken}
        try:
            yield woken
        finally:
            self.waiting[about] = self.waiting[about] - {woken}
            if not self.waiting[about]:
                del self.waiting[about]

    async def run(self) -> None:
        """Listen for ever, through any outage of PostgreSQL."""
        while True:
            stop_if_cancelled()
            try:
                await self.listen()
            except CONNECTION_ERRORS as error:
                log.warning("listening again", channel=self.channel, error=repr(error))
            await asyncio.sleep(RETRY_SECONDS)

    async def listen(self) -> None:
        """Listen until the connection is lost."""
        db = await asyncpg.connect(self.url, timeout=ACQUIRE_SECONDS, command_timeout=STATEMENT_SECONDS)
        lost = asyncio.Event()
        db.add_termination_listener(lambda _: lost.set())
        try:
            await db.add_listener(self.channel, lambda *said: self.wake(str(said[-1])))
            # Something may have been said while nobody listened.
            self.wake_all()
            while not lost.is_set():
                with suppress(TimeoutError):
                    await asyncio.wait_for(lost.wait(), CHECK_SECONDS)
                await db.execute("SELECT 1")
        finally:
            db.terminate()

    def wake(self, about: str) -> None:
        for woken in self.waiting.get(about, ()):
            woken.set()

    def wake_all(self) -> None:
        for about in self.waiting:
            self.wake(about)

    def stop(self) -> None:
        """Let all who wait find out that it is over."""
        self.is_over = True
        self.wake_all()
