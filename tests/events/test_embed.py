"""The calendar on partners' own websites."""

import re
from datetime import timedelta
from html import unescape
from uuid import UUID

import httpx
import pytest
from litestar import Litestar

from services.events.settings import Settings
from shared.messages.event_details import Audience, Occurrence, OccurrenceStatus, Place, Recurrence
from shared.messages.events import EventStatus
from shared.translations import catalogue
from tests.events.calendar_in_memory import AWO, CARITAS, NOW, a_week, an_event, put
from tests.events.given import BASE_URL

TITLE = re.compile(r"<bdi lang=\"\w+\">([^<]*)</bdi>")


async def titles(web: httpx.AsyncClient, address: str) -> list[str]:
    answer = await web.get(address)
    assert answer.status_code == 200, answer.text
    return [unescape(title) for title in TITLE.findall(answer.text)]


@pytest.mark.parametrize("page", ["/embed/events", "/embed/events.html"])
async def test_the_next_dates_are_listed_in_their_order_as_chosen(
    app: Litestar, web: httpx.AsyncClient, loaded: Settings, page: str
) -> None:
    put(
        app,
        CARITAS,
        AWO,
        a_week(loaded),
        an_event("b", days=9, title="Übermorgen"),
        an_event("a", days=2, title="Morgen & mehr", campaign="woche-der-vielfalt"),
        an_event("c", days=3, title="AWO", organisation_slug="awo-en", category="sport"),
        an_event("d", days=-3, title="Vorbei"),
        an_event("e", days=4, title="Intern", audience=Audience.INTERNAL),
        an_event("f", days=4, title="Entwurf", status=EventStatus.SUBMITTED),
    )

    assert await titles(web, page) == ["Morgen & mehr", "AWO", "Übermorgen"]
    assert await titles(web, f"{page}?limit=1") == ["Morgen & mehr"]
    assert await titles(web, f"{page}?organisation=awo-en") == ["AWO"]
    assert await titles(web, f"{page}?category=language&limit=5") == ["Morgen & mehr", "Übermorgen"]
    assert await titles(web, f"{page}?campaign=woche-der-vielfalt") == ["Morgen & mehr"]


async def test_each_date_of_a_series_stands_alone_and_a_cancelled_one_says_so(
    app: Litestar, web: httpx.AsyncClient
) -> None:
    times = [NOW + timedelta(weeks=week) for week in (-1, 1, 2)]
    dates = [Occurrence(id=UUID(int=n), starts_at=at, ends_at=at + timedelta(hours=1)) for n, at in enumerate(times)]
    cancelled = Occurrence(
        id=UUID(int=9),
        starts_at=NOW + timedelta(weeks=3),
        ends_at=NOW + timedelta(weeks=3, hours=1),
        status=OccurrenceStatus.CANCELLED,
    )
    put(app, an_event(recurrence=Recurrence(rule="FREQ=WEEKLY"), occurrences=[*dates, cancelled]))

    shown = (await web.get("/embed/events?lang=en")).text

    assert len(TITLE.findall(shown)) == 3
    assert shown.count(">Cancelled<") == 1
    assert shown.index(">Cancelled<") > shown.rindex("<li")


async def test_place_and_online_are_read_from_the_reader_s_side(app: Litestar, web: httpx.AsyncClient) -> None:
    put(app, an_event(online=True, place=Place(name="Rathaus", address="Marktstraße 16")))

    shown = (await web.get("/embed/events?lang=ar")).text

    online = catalogue("ar").gettext("Online")
    assert f"<bdi>Rathaus, Marktstraße 16</bdi>&nbsp;· {online}</p>" in shown


async def test_every_website_may_frame_it_and_only_it(app: Litestar, web: httpx.AsyncClient) -> None:
    put(app, an_event())

    frame = await web.get("/embed/events?lang=uk", headers={"Cookie": "language=ar"})
    policy = frame.headers["content-security-policy"]

    assert "frame-ancestors *" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "set-cookie" not in frame.headers
    assert '<html lang="uk"' in frame.text
    assert 'target="_blank" rel="noopener"' in frame.text
    for other in ("/embed", "/events", "/subscribe", "/embed/events.html"):
        assert "frame-ancestors 'none'" in (await web.get(other)).headers["content-security-policy"]


async def test_the_part_of_a_page_is_plain_and_may_be_fetched_by_every_website(
    app: Litestar, web: httpx.AsyncClient
) -> None:
    put(app, an_event(title="<script>alert(1)</script>"))

    part = await web.get("/embed/events.html?lang=ar")

    assert part.headers["access-control-allow-origin"] == "*"
    assert "<script" not in part.text
    assert "&lt;script&gt;" in part.text
    assert part.text.lstrip().startswith('<section class="calendar-embed" lang="ar" dir="rtl"')
    assert f'href="{BASE_URL}/events/sprachcafe"' in part.text


@pytest.mark.parametrize(("query", "status"), [("limit=9999", 422), ("category=party", 422), ("organisation=no", 404)])
async def test_a_wrong_choice_is_said_inside_the_frame(
    app: Litestar, web: httpx.AsyncClient, query: str, status: int
) -> None:
    put(app, an_event())

    frame, part = await web.get(f"/embed/events?{query}"), await web.get(f"/embed/events.html?{query}")

    assert (frame.status_code, part.status_code) == (status, status)
    assert "frame-ancestors *" in frame.headers["content-security-policy"]
    assert "calendar-dates" not in frame.text


async def test_a_frame_says_so_while_not_everything_was_heard(web: httpx.AsyncClient) -> None:
    frame = await web.get("/embed/events")

    assert frame.status_code == 503
    assert frame.headers["cache-control"] == "no-store"


async def test_the_page_for_partners_writes_the_lines_to_paste(app: Litestar, web: httpx.AsyncClient) -> None:
    put(app, CARITAS, an_event())

    shown = (await web.get("/embed?organisation=caritas-witten&theme=dark&limit=10&lang=en")).text

    frame = f"{BASE_URL}/embed/events?organisation=caritas-witten&amp;lang=en&amp;theme=dark"
    snippets = [unescape(each) for each in re.findall(r"<code>(.*?)</code>", shown, re.DOTALL)]
    assert f'<div data-calendar-embed="{frame}">' in snippets[0]
    assert f'<script src="{BASE_URL}/embed.js" defer></script>' in snippets[0]
    assert f'<iframe src="{frame}"' in snippets[1]
    copied = [unescape(each) for each in re.findall(r'data-copy="([^"]*)"', shown)]
    assert copied == snippets
    assert 'src="/embed/events?organisation=caritas-witten&amp;lang=en&amp;theme=dark"' in shown


async def test_a_wrong_number_is_named_on_the_page_for_partners(web: httpx.AsyncClient) -> None:
    answer = await web.get("/embed?limit=0")

    assert answer.status_code == 422
    assert 'id="problem-limit"' in answer.text


async def test_the_script_may_be_loaded_by_every_website(web: httpx.AsyncClient) -> None:
    script = await web.get("/embed.js")

    assert script.headers["content-type"].startswith("text/javascript")
    assert script.headers["cross-origin-resource-policy"] == "cross-origin"
