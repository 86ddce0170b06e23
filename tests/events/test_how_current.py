"""How current calendar apps are: from lines of the edge's log to the page, over NATS."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from litestar import Litestar
from nats.aio.client import Client

from services.events.feeds import readers
from shared import streams
from shared.messages.events import MESSAGES
from tests.answering import answering
from tests.events.given import BASE_URL
from tests.waiting import until

NOW = datetime.now(UTC).replace(microsecond=0)
THUNDERBIRD = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.4.0"


@pytest.fixture(autouse=True)
async def told_at_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "REPORT_SECONDS", 0)
    monkeypatch.setattr(readers, "LOOK_SECONDS", 0.02)
    await streams.declare(client.jetstream(), MESSAGES)


@pytest.fixture
async def web(app: Litestar, client: Client) -> AsyncIterator[httpx.AsyncClient]:
    async with answering(app, BASE_URL) as caller:
        yield caller


def a_line(minutes: int, version: int, *, user_agent: str = THUNDERBIRD, **fields: Any) -> bytes:
    """A request so many minutes after an hour ago, as Caddy logs it; so old is the version that it got."""
    changed = NOW - timedelta(hours=1) + timedelta(minutes=version)
    usual = {
        "ts": (NOW - timedelta(hours=1) + timedelta(minutes=minutes)).timestamp() + 0.25,
        "request": {"proto": "HTTP/1.1", "method": "GET", "host": "win.example", "uri": "/calendar.ics"},
        "status": 200,
        "user_agent": user_agent,
        "last_modified": format_datetime(changed, usegmt=True),
        "if_none_match": "",
    }
    return msgspec.json.encode(usual | fields) + b"\n"


def a_check(minutes: int, tag: str) -> bytes:
    """Somebody who has the last version, as the tag says."""
    return a_line(minutes, minutes, status=304, last_modified="", if_none_match=tag)


@asynccontextmanager
async def reporting(client: Client, log: Path, edge: str = "edge-1") -> AsyncIterator[None]:
    task = asyncio.create_task(readers.report(client, log, edge=edge))
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def add(log: Path, *lines: bytes) -> None:
    with log.open("ab") as file:
        file.write(b"".join(lines))


async def until_told(web: httpx.AsyncClient, requests: int) -> list[dict[str, Any]]:
    """What the API says once so many requests of the first family are known."""

    async def told() -> bool:
        answer = await web.get("/api/events/how-current")
        items = answer.json()["items"] if answer.status_code == 200 else []
        return bool(items) and items[0]["requests_in_7_days"] == requests

    await until(told)
    items: list[dict[str, Any]] = (await web.get("/api/events/how-current")).json()["items"]
    return items


async def test_lines_of_the_log_become_the_page(client: Client, web: httpx.AsyncClient, tmp_path: Path) -> None:
    log = tmp_path / "feeds.json"
    for at in range(0, 50, 10):
        # Each had the version before; that it has the new one is said once more.
        add(log, a_line(at + 8, at, if_none_match=f'"{at - 10}"'), a_check(at + 9, f'"{at}"'))
    add(log, a_line(49, 40, user_agent="Google-Calendar-Importer"))

    async with reporting(client, log):
        items = await until_told(web, 10)
        add(log, b"no line\n", a_line(55, 50, if_none_match='"40"')[:50])
        add(log, a_line(55, 50, if_none_match='"40"')[50:])
        [thunderbird, google] = await until_told(web, 11)

    assert items[0]["half_within_seconds"] == 480
    assert thunderbird["family"] == "thunderbird"
    # Eight minutes five times, then five, each and a quarter of a second.
    assert (thunderbird["half_within_seconds"], thunderbird["nine_in_ten_within_seconds"]) == (480, 480)
    assert datetime.fromisoformat(thunderbird["asked_at"]) == NOW - timedelta(minutes=5) + timedelta(seconds=0.25)
    assert (google["requests_in_7_days"], google["half_within_seconds"]) == (1, None)
    page = (await web.get("/how-current?lang=en")).text
    assert "Thunderbird" in page
    assert "8 minutes" in page
    assert "minutes ago" in page
    assert "not known yet" in page


async def test_a_publisher_that_starts_again_goes_on_where_it_was(
    client: Client, web: httpx.AsyncClient, tmp_path: Path
) -> None:
    log = tmp_path / "feeds.json"
    add(log, a_line(0, 0), a_check(1, '"0"'), a_line(8, 5, if_none_match='"0"'))
    async with reporting(client, log):
        await until_told(web, 3)
    add(log, a_line(20, 10, if_none_match='"0"'))

    async with reporting(client, log):
        [thunderbird] = await until_told(web, 4)

    # What changed at 5 and at 10 was new to the one that had the version of 0.
    assert thunderbird["changes_counted"] == 3


async def test_browsers_problems_and_questions_without_content_are_no_apps(
    client: Client, web: httpx.AsyncClient, tmp_path: Path
) -> None:
    log = tmp_path / "feeds.json"
    head: dict[str, Any] = {"request": {"method": "HEAD", "uri": "/calendar.ics"}}
    browser = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/129.0 Safari/537.36"
    add(log, a_line(0, 0, user_agent=browser), a_line(1, 0, status=404), a_line(2, 0, **head))
    add(log, a_line(3, 0, ts="yesterday"), a_line(4, 0, last_modified="yesterday"))

    async with reporting(client, log):
        [only] = await until_told(web, 1)

    assert only["changes_counted"] == 0


async def test_two_edges_are_added_up(client: Client, web: httpx.AsyncClient, tmp_path: Path) -> None:
    one, other = tmp_path / "one.json", tmp_path / "other.json"
    add(one, a_line(0, 0))
    add(other, a_line(1, 0), a_line(2, 0))

    async with reporting(client, one, "edge-1"), reporting(client, other, "edge-2"):
        assert len(await until_told(web, 3)) == 1


async def test_before_anybody_asked_the_page_says_so(web: httpx.AsyncClient) -> None:
    async def is_there() -> bool:
        return (await web.get("/how-current")).status_code == 200

    await until(is_there)
    assert "No app has asked yet" in (await web.get("/how-current?lang=en")).text
    assert (await web.get("/api/events/how-current")).json() == {"items": []}
