"""Feeds from memory: asked for once, checked once, and then sent again as they are until they change."""

from collections.abc import AsyncIterator

import brotli
import httpx
import pytest
import zstandard
from isal import igzip
from litestar import Litestar

from services.events.domain.feed import Choice
from services.events.feeds import kept
from services.events.feeds.encodings import preferred
from services.events.feeds.shelf import Shelf
from shared import telemetry
from shared.messages.events import EventState
from tests.answering import answering
from tests.events.feed_states import HELP_KIOSK, NOW, an_event, changed, fill
from tests.events.given import BASE_URL

PATH = "/calendar.ics?category=culture"
PLAIN = {"Accept-Encoding": "identity"}


@pytest.fixture
async def web(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    async with answering(app, BASE_URL) as caller:
        caller.headers.update(PLAIN)
        yield caller


@pytest.fixture(autouse=True)
def shelf(app: Litestar, web: httpx.AsyncClient) -> Shelf:
    found: Shelf = app.state.shelf
    fill(found, an_event("Fest", category="culture"), an_event("Lauf", category="sport"))
    return found


def was_kept(answer: httpx.Response) -> bool:
    """Whether it came without a look at the routes, which number each request."""
    return "x-request-id" not in answer.headers


async def test_the_second_who_asks_gets_the_same_without_a_look_at_routes(web: httpx.AsyncClient) -> None:
    counted = telemetry.requests_answered.labels("GET", "kept feed", 200)._value
    before = counted.get()

    first, second = await web.get(PATH), await web.get(PATH)

    assert (was_kept(first), was_kept(second)) == (False, True)
    assert first.content == second.content
    assert {name: first.headers[name] for name in second.headers} == dict(second.headers)
    assert counted.get() == before + 1


async def test_who_asks_before_everything_was_heard_is_told_to_come_again(web: httpx.AsyncClient, shelf: Shelf) -> None:
    shelf.caught_up[EventState].clear()

    early = await web.get(PATH)

    assert (early.status_code, early.content, was_kept(early)) == (503, b"", True)
    assert int(early.headers["retry-after"]) > 0
    assert (await web.get("/health/live")).status_code == 200

    shelf.caught_up[EventState].set()
    assert b"Fest" in (await web.get(PATH)).content


async def test_everything_else_goes_on_to_the_application(web: httpx.AsyncClient) -> None:
    await web.get(PATH)

    assert (await web.post(PATH)).status_code == 405
    assert not was_kept(await web.get("/calendar.ics?category=sport"))
    assert not was_kept(await web.get("/health/live"))


async def test_who_has_it_is_told_so_and_heads_have_no_body(web: httpx.AsyncClient) -> None:
    await web.get(PATH)
    whole = await web.get(PATH)
    tag, date = whole.headers["etag"], whole.headers["last-modified"]

    async def status(**headers: str) -> int:
        answer = await web.get(PATH, headers={name.replace("_", "-"): value for name, value in headers.items()})
        assert was_kept(answer)
        assert (answer.status_code == 304) == (answer.content == b"")
        return answer.status_code

    assert await status(If_None_Match=tag) == 304
    assert await status(If_None_Match=f'"other", W/{tag}') == 304
    assert await status(If_None_Match="*") == 304
    assert await status(If_None_Match='"other"') == 200
    assert await status(If_None_Match=tag, Accept_Encoding="gzip") == 200
    assert await status(If_Modified_Since=date) == 304
    assert await status(If_Modified_Since="Sat, 01 Jan 2000 00:00:00 GMT") == 200
    assert await status(If_Modified_Since="yesterday") == 200
    assert await status(If_None_Match='"other"', If_Modified_Since=date) == 200
    head = await web.head(PATH)
    assert (was_kept(head), head.content, head.headers["content-length"]) == (True, b"", str(len(whole.content)))


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
async def test_each_encoding_is_sent_to_who_asks_for_it_with_a_tag_of_its_own(
    web: httpx.AsyncClient, shelf: Shelf, encoding: str
) -> None:
    plain = await web.get(PATH)
    await web.get(PATH, headers={"Accept-Encoding": encoding})
    packed = await web.get(PATH, headers={"Accept-Encoding": encoding})
    bodies = [
        found.whole.body
        for key, found in shelf.feed(PATH, Choice(category="culture")).representations.items()  # type: ignore[arg-type]
        if key and key.name == encoding
    ]

    assert packed.headers["content-encoding"] == encoding
    assert packed.headers["vary"] == "Accept-Encoding"
    assert packed.headers["etag"] != plain.headers["etag"]
    unpack = {"gzip": igzip.decompress, "br": brotli.decompress, "zstd": zstandard.decompress}[encoding]
    assert [unpack(body) for body in bodies] == [plain.content]


def test_the_best_encoding_is_chosen_and_none_that_was_refused() -> None:
    def chosen(header: bytes) -> str | None:
        encoding = preferred(header)
        return encoding.name if encoding else None

    assert chosen(b"gzip, deflate, br, zstd") == "zstd"
    assert chosen(b"gzip;q=1.0, br;q=0.5") == "gzip"
    assert chosen(b"GZIP") == "gzip"
    assert chosen(b"gzip;q=0") is None
    assert chosen(b"identity") is None
    assert chosen(b"gzip;q=much") is None


async def test_a_change_is_in_the_next_answer_and_other_feeds_stay_as_they_are(
    web: httpx.AsyncClient, shelf: Shelf
) -> None:
    sport = "/calendar.ics?category=sport"
    for path in (PATH, sport):
        await web.get(path)
    [event] = [event for event in shelf.events.values() if event.category == "culture"]

    shelf.put_event(changed(event, title="Großes Fest"), NOW)

    assert "Großes Fest" in (await web.get(PATH)).text
    assert was_kept(await web.get(sport))


async def test_a_renamed_organisation_renames_its_feed(web: httpx.AsyncClient, shelf: Shelf) -> None:
    path = f"/organisations/{HELP_KIOSK.slug}.ics"
    await web.get(path)

    shelf.put_named(type(HELP_KIOSK)(id=HELP_KIOSK.id, version=2, slug=HELP_KIOSK.slug, name="Kiosk"), NOW)

    assert "X-WR-CALNAME:Kiosk" in (await web.get(path)).text


async def test_nobody_fills_the_memory_by_making_up_filters(
    web: httpx.AsyncClient, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MOST_BYTES", 20_000)
    monkeypatch.setattr(kept, "MOST_QUERIES", 10)

    for number in range(50):
        await web.get(f"/calendar.ics?q=fest&made-up={number}")
        await web.get(f"/calendar.ics?q={number}")
    await web.get(f"/calendar.ics?q=fest&made-up={'x' * kept.LONGEST_QUERY}")

    assert shelf.kept.bytes_kept <= 20_000
    assert len(shelf.kept.queries) == 10
    assert max(len(query) for _, query in shelf.kept.queries) < kept.LONGEST_QUERY


async def test_a_filter_that_makes_no_sense_is_named_and_nothing_is_kept(web: httpx.AsyncClient, shelf: Shelf) -> None:
    for query in (
        "category=party",
        "for_whom=cats",
        "cost=cheap",
        "cancelled=maybe",
        "language=xx",
        "lang=%3Cb%3E",
        f"q={'x' * 201}",
    ):
        answer = await web.get(f"/calendar.ics?{query}")
        assert answer.status_code == 422, query
    assert shelf.kept.feeds == {}
    assert (await web.get("/categories/party.ics")).status_code == 404
    for path in ("/categories/sport", "/events/..%2fcalendar.ics", "/feeds/etc/passwd", "/feeds/none.ics"):
        assert (await web.get(path)).status_code == 404, path


async def test_no_query_brings_internal_events_or_another_subject(web: httpx.AsyncClient, shelf: Shelf) -> None:
    shelf.put_event(an_event("Vorstand", audience="internal"), NOW)

    for query in ("internal=1", "internal=true", "audience=internal", "archive=1"):
        assert "Vorstand" not in (await web.get(f"/calendar.ics?{query}")).text
    assert "Lauf" not in (await web.get("/categories/culture.ics?category=sport")).text


async def test_the_address_in_a_filtered_feed_leads_to_the_same_feed(web: httpx.AsyncClient) -> None:
    filtered = await web.get("/calendar.ics?utm=1&lang=en&category=culture&q=F%C3%A4st&cancelled=0&cancelled=0")
    source = next(line for line in filtered.text.replace("\r\n ", "").splitlines() if line.startswith("SOURCE"))
    address = source.partition("URI:")[2]

    assert (await web.get(address)).content == filtered.content
    assert filtered.headers["content-disposition"] == 'inline; filename="calendar.ics"'
