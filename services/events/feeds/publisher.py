"""The feed publisher: writes the feeds with a fixed address as files for the edge to serve.

It needs NATS only to hear of changes: the files stay when everything else is down.
"""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import structlog
from nats.aio.client import Client

from services.events.domain.feed import Choice, Feed
from services.events.feeds import readers
from services.events.feeds.shelf import Shelf
from services.events.settings import Settings
from shared import streams
from shared.cancellation import stop_if_cancelled

# Changes that come together are written together.
GATHER_SECONDS = 0.05
# Entries also leave by the clock: three months after their end, or two weeks after they were cancelled.
REWRITE_SECONDS = 600

log = structlog.get_logger()


async def publish(settings: Settings) -> None:
    """Keep the files true, until cancelled."""
    client = Client()
    shelf = Shelf(settings)
    try:
        await streams.connect(client, settings.nats_url, name="events-feeds")
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(shelf.run(client))
            tasks.create_task(write_when_changed(shelf, Path(settings.feeds_directory)))
            if settings.feeds_log:
                tasks.create_task(readers.report(client, Path(settings.feeds_log), edge=settings.edge_name))
    finally:
        await client.close()


async def write_when_changed(shelf: Shelf, directory: Path) -> None:
    # A feed written from half the stream would make entries vanish from people's calendars.
    await shelf.events_caught_up.wait()
    await shelf.organisations_caught_up.wait()
    while True:
        stop_if_cancelled()
        shelf.changed.clear()
        written = write_all(shelf, directory)
        if written:
            log.info("feeds written", files=written)
        with suppress(TimeoutError):
            await asyncio.wait_for(shelf.changed.wait(), REWRITE_SECONDS)
        await asyncio.sleep(GATHER_SECONDS)


def write_all(shelf: Shelf, directory: Path) -> int:
    """Write every feed whose bytes are not those on disk; the number of those written."""
    return sum(
        write(directory / path.removeprefix("/"), shelf.feed(path, choice)) for path, choice in fixed_feeds(shelf)
    )


def fixed_feeds(shelf: Shelf) -> Iterator[tuple[str, Choice]]:
    """Path and content of every feed with a fixed address."""
    yield "/calendar.ics", Choice()
    yield "/calendar-archive.ics", Choice(archive=True)
    for organisation in shelf.organisations.values():
        yield f"/organisations/{organisation.slug}.ics", Choice(organisation=organisation.slug)
    for event in shelf.events.values():
        if event.vevents:
            yield f"/events/{event.slug}.ics", Choice(event=event.slug)


def write(path: Path, feed: Feed) -> bool:
    """Put the feed and its compressed twin in place, each at once; nothing happens when it is there already.

    The time of the file is what the edge sends as Last-Modified: it moves forward whenever the bytes change, also when
    an entry has left.
    """
    if path.exists() and path.read_bytes() == feed.plain.body:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    for target, content in ((path, feed.plain), (path.with_name(f"{path.name}.gz"), feed.zipped)):
        unfinished = target.with_name(f".{target.name}.new")
        unfinished.write_bytes(content.body)
        unfinished.replace(target)
    return True
