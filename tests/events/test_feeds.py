"""Feeds: the public calendar for calendar apps, from memory and as files."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest
from litestar import Litestar
from nats.aio.client import Client

from services.events.commands.cancel_event import cancel_event
from services.events.commands.change_event import change_event
from services.events.feeds.publisher import publish
from services.events.settings import Settings
from shared import streams
from shared.database import Pool
from shared.messages.events import MESSAGES
from shared.outbox import Relay
from tests.answering import answering
from tests.events.feed_states import entries
from tests.events.given import BASE_URL, Partner, a_published_event, fields
from tests.waiting import until


@pytest.fixture
async def relay(pool: Pool, client: Client) -> Relay:
    await streams.declare(client.jetstream(), MESSAGES)
    return Relay(pool, client.jetstream())


@pytest.fixture
async def web(app: Litestar, relay: Relay) -> AsyncIterator[httpx.AsyncClient]:
    async with answering(app, BASE_URL) as caller:
        yield caller


async def tell(pool: Pool, relay: Relay) -> None:
    async with pool.acquire() as db:
        while await relay.run_once(db):
            pass


async def settled(web: httpx.AsyncClient, address: str, condition: Callable[[httpx.Response], bool]) -> httpx.Response:
    """The answer at this address once the condition holds for it."""

    async def holds() -> bool:
        return condition(await web.get(address))

    await until(holds)
    return await web.get(address)


async def test_a_published_event_is_in_the_three_feeds_without_its_join_details(
    web: httpx.AsyncClient, pool: Pool, relay: Relay, partner: Partner
) -> None:
    async with pool.acquire() as db, db.transaction():
        event = await a_published_event(db, partner, online=True, join_details="Kenncode linde-7")
    await tell(pool, relay)

    for address in ("/calendar.ics", f"/organisations/{partner.slug}.ics", f"/events/{event.slug}.ics"):
        feed = await settled(web, address, lambda answer: b"VEVENT" in answer.content)
        [entry] = entries(feed.content)
        assert entry["uid"] == str(event.id)
        assert feed.headers["content-type"] == "text/calendar; charset=utf-8"
        assert b"linde-7" not in feed.content


async def test_a_moved_event_keeps_its_uid_and_a_cancelled_one_says_so(
    web: httpx.AsyncClient, pool: Pool, relay: Relay, partner: Partner
) -> None:
    async with pool.acquire() as db, db.transaction():
        event = await a_published_event(db, partner)
        moved_to = fields(starts_at=event.starts_at, ends_at=event.ends_at, time_zone="Europe/London")
        await change_event(db, event.id, moved_to, base_url=BASE_URL)
    await tell(pool, relay)
    moved = await settled(web, "/calendar.ics", lambda answer: b"SEQUENCE:1" in answer.content)
    async with pool.acquire() as db, db.transaction():
        await cancel_event(db, event.id, base_url=BASE_URL)
    await tell(pool, relay)
    cancelled = await settled(web, "/calendar.ics", lambda answer: b"SEQUENCE:2" in answer.content)

    assert entries(moved.content)[0]["uid"] == entries(cancelled.content)[0]["uid"] == str(event.id)
    assert entries(cancelled.content)[0]["status"] == "CANCELLED"
    assert b"TZID:Europe/London" in moved.content


async def test_filters_and_language_are_those_of_the_query(
    web: httpx.AsyncClient, pool: Pool, relay: Relay, partner: Partner
) -> None:
    async with pool.acquire() as db, db.transaction():
        event = await a_published_event(db, partner, languages=["uk"])
        await a_published_event(db, partner, title="Fest", languages=["de"])
        await cancel_event(db, event.id, base_url=BASE_URL)
    await tell(pool, relay)
    await settled(web, "/calendar.ics", lambda answer: answer.content.count(b"BEGIN:VEVENT") == 2)

    async def found(query: str) -> list[str]:
        return [str(entry["summary"]) for entry in entries((await web.get(f"/calendar.ics?{query}")).content)]

    assert await found("language=de") == ["Fest"]
    assert await found("q=FEST") == ["Fest"]
    assert await found("organisation=nobody") == []
    assert await found("language=uk&lang=en") == ["CANCELLED: Sprachcafé"]
    assert (await web.get("/calendar.ics?category=party")).status_code == 422


async def test_who_has_the_feed_gets_304(web: httpx.AsyncClient, pool: Pool, relay: Relay, partner: Partner) -> None:
    async with pool.acquire() as db, db.transaction():
        await a_published_event(db, partner)
    await tell(pool, relay)
    plain_only = {"Accept-Encoding": "identity"}
    await settled(web, "/calendar.ics", lambda answer: b"VEVENT" in answer.content)
    plain = await web.get("/calendar.ics", headers=plain_only)
    zipped = await web.get("/calendar.ics", headers={"Accept-Encoding": "gzip"})

    async def status(**headers: str) -> int:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return (await web.get("/calendar.ics", headers=plain_only | named)).status_code

    assert "content-encoding" not in plain.headers
    assert zipped.headers["content-encoding"] == "gzip"
    assert plain.content == zipped.content
    assert plain.headers["etag"] != zipped.headers["etag"]
    assert await status(If_None_Match=plain.headers["etag"]) == 304
    assert await status(If_None_Match=f'"other", {plain.headers["etag"]}') == 304
    assert await status(If_None_Match='"other"') == 200
    assert await status(If_Modified_Since=plain.headers["last-modified"]) == 304
    assert await status(If_Modified_Since="yesterday") == 200
    # The tag is the better witness (RFC 9110, 13.2.2).
    assert await status(If_None_Match='"other"', If_Modified_Since=plain.headers["last-modified"]) == 200
    assert (await web.head("/calendar.ics", headers=plain_only)).headers["etag"] == plain.headers["etag"]


async def test_feeds_of_nobody_are_not_there_and_empty_ones_are_valid(
    web: httpx.AsyncClient, pool: Pool, relay: Relay, partner: Partner
) -> None:
    await tell(pool, relay)

    empty = await settled(web, f"/organisations/{partner.slug}.ics", lambda answer: answer.status_code == 200)

    assert entries(empty.content) == []
    assert (await web.get("/organisations/nobody.ics")).status_code == 404
    assert (await web.get("/events/nothing.ics")).status_code == 404


async def test_the_publisher_writes_files_and_follows_every_change(
    environment: dict[str, str], loaded: Settings, pool: Pool, relay: Relay, partner: Partner, tmp_path: Path
) -> None:
    async with pool.acquire() as db, db.transaction():
        event = await a_published_event(db, partner)
    await tell(pool, relay)
    settings = Settings(
        **{name: getattr(loaded, name) for name in loaded.__struct_fields__} | {"feeds_directory": str(tmp_path)}
    )
    publishing = asyncio.create_task(publish(settings))
    try:
        files = [
            tmp_path / name
            for name in ("calendar.ics", f"organisations/{partner.slug}.ics", f"events/{event.slug}.ics")
        ]
        await until_written(files, b"SEQUENCE:0")
        async with pool.acquire() as db, db.transaction():
            await cancel_event(db, event.id, base_url=BASE_URL)
        await tell(pool, relay)
        await until_written(files, b"STATUS:CANCELLED")
        await until_finished(tmp_path)
    finally:
        publishing.cancel()
        await asyncio.gather(publishing, return_exceptions=True)

    for file in files:
        assert gzip.decompress(file.with_name(f"{file.name}.gz").read_bytes()) == file.read_bytes()


async def until_finished(folder: Path) -> None:
    """No file is on its way to another name."""

    async def finished() -> bool:
        return not list(folder.rglob("*.new"))

    await until(finished)


async def until_written(files: list[Path], text: bytes) -> None:
    async def written() -> bool:
        return all(file.exists() and text in file.read_bytes() for file in files)

    await until(written)
