"""The feed publisher: writes the feeds with a fixed address as files for the edge to serve.

It needs NATS only to hear of changes: the files stay when everything else is down.
"""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import structlog
from nats.aio.client import Client

from services.events.feeds import files, news, readers
from services.events.feeds.index import ARCHIVE, CALENDAR, CATEGORIES, ICS, addresses_of, choice_at
from services.events.feeds.news import ALL_NEWS, NEWS, news_beside
from services.events.feeds.shelf import Shelf
from services.events.settings import Settings
from shared import streams
from shared.cancellation import stop_if_cancelled
from shared.problems import NotFound

# Changes that come together are written together.
GATHER_SECONDS = 0.05
# Entries also leave by the clock: three months after their end, or two weeks after they were cancelled.
REWRITE_SECONDS = 600
# These are there before anybody has entered anything.
ALWAYS = {CALENDAR, ARCHIVE, *ALL_NEWS, *(f"/categories/{category}{ICS}" for category in CATEGORIES)}

log = structlog.get_logger()


async def publish(settings: Settings) -> None:
    """Keep the files true, until cancelled."""
    client = Client()
    publisher = Publisher(settings)
    try:
        await streams.connect(client, settings.nats_url, name="events-feeds")
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(publisher.shelf.run(client))
            tasks.create_task(publisher.run())
            if settings.feeds_log:
                tasks.create_task(readers.report(client, Path(settings.feeds_log), edge=settings.edge_name))
    finally:
        await client.close()


class Publisher:
    """Writes what was touched, and only that."""

    def __init__(self, settings: Settings) -> None:
        self.directory = Path(settings.feeds_directory)
        self.shelf = Shelf(settings, self.touch)
        self.touched = set(ALWAYS)
        self.woken = asyncio.Event()

    def touch(self, addresses: set[str]) -> None:
        self.touched |= addresses | news_beside(self.shelf, addresses)
        self.woken.set()

    async def run(self) -> None:
        # A feed written from half the stream would make entries vanish from people's calendars.
        await self.shelf.wait_until_complete()
        self.remove_strangers()
        looked_at = datetime.now(UTC)
        while True:
            await self.write_touched()
            self.woken.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self.woken.wait(), REWRITE_SECONDS)
            await asyncio.sleep(GATHER_SECONDS)
            since, looked_at = looked_at, datetime.now(UTC)
            for entry in self.shelf.departed(since, looked_at):
                self.touch(addresses_of(entry))

    def remove_strangers(self) -> None:
        """What was taken off while we were away is not served any longer."""
        files.remove_unfinished(self.directory)
        for path in chain.from_iterable(self.directory.rglob(f"*{ending}") for ending in (ICS, *NEWS)):
            if f"/{path.relative_to(self.directory)}" not in self.touched:
                files.remove(path)

    async def write_touched(self) -> None:
        """Write until nothing is left to write; what is touched meanwhile comes next."""
        waiting: dict[str, None] = {}
        without_brotli: dict[str, None] = {}
        written = 0
        while self.touched or waiting or without_brotli:
            stop_if_cancelled()
            waiting = dict.fromkeys([*in_order(self.touched), *waiting])
            self.touched = set()
            if waiting:
                address = next(iter(waiting))
                del waiting[address]
                written += await self.write(address)
                without_brotli[address] = None
            else:
                address, _ = without_brotli.popitem()
                await asyncio.to_thread(files.write_brotli, self.file(address))
        if written:
            log.info("feeds written", files=written)

    async def write(self, address: str) -> bool:
        """Whether the feed had changed."""
        try:
            body = self.body_of(address)
        except NotFound:
            files.remove(self.file(address))
            return False
        return await asyncio.to_thread(files.write, self.file(address), body)

    def body_of(self, address: str) -> bytes:
        """Raises `NotFound`."""
        if address.endswith(NEWS):
            return news.body_of(self.shelf, address)
        return self.shelf.make(address, choice_at(address)).body

    def file(self, address: str) -> Path:
        return self.directory / address.removeprefix("/")


def in_order(addresses: Iterable[str]) -> list[str]:
    """Those that most people read come first, and what takes longest to make comes last."""
    return sorted(
        addresses, key=lambda each: (each != CALENDAR, each.endswith(NEWS), each.startswith("/events/"), each)
    )
