"""What search engines find (sitemaps.org), and what they are asked to leave alone."""

from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

import httpx
import pytest
from litestar import Litestar

from services.events.domain.sitemap import Address
from services.events.domain.sitemap import sitemap as written
from services.events.routes import sitemap
from services.events.settings import Settings
from shared.messages.event_details import Audience
from shared.messages.events import EventStatus
from shared.translations import LANGUAGE_CODES
from tests.events.calendar_in_memory import CARITAS, NOW, a_week, an_event, put
from tests.events.given import BASE_URL

S = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
X = "{http://www.w3.org/1999/xhtml}"


async def locations(web: httpx.AsyncClient, address: str = "/sitemap.xml") -> list[str]:
    answer = await web.get(address)
    assert answer.status_code == 200, answer.text
    return [each.text or "" for each in ET.fromstring(answer.content).iter(f"{S}loc")]


async def test_every_public_page_is_in_it_and_nothing_else(
    app: Litestar, web: httpx.AsyncClient, loaded: Settings
) -> None:
    put(
        app,
        CARITAS,
        a_week(loaded),
        an_event("sprachcafe"),
        an_event("intern", audience=Audience.INTERNAL),
        an_event("entwurf", status=EventStatus.SUBMITTED),
    )

    assert await locations(web) == [
        f"{BASE_URL}/",
        f"{BASE_URL}/events",
        f"{BASE_URL}/offers",
        f"{BASE_URL}/organisations",
        f"{BASE_URL}/campaigns",
        f"{BASE_URL}/subscribe",
        f"{BASE_URL}/organisations/caritas-witten",
        f"{BASE_URL}/campaigns/woche-der-vielfalt",
        f"{BASE_URL}/events/sprachcafe",
    ]


async def test_a_page_has_its_last_change_and_its_address_in_each_language(
    app: Litestar, web: httpx.AsyncClient
) -> None:
    put(app, an_event("sprachcafe", changed_at=NOW))

    pages = ET.fromstring((await web.get("/sitemap.xml")).content).findall(f"{S}url")

    assert pages[-1].findtext(f"{S}lastmod") == NOW.isoformat()
    assert [(link.get("hreflang"), link.get("href")) for link in pages[-1].findall(f"{X}link")] == [
        *((code, f"{BASE_URL}/events/sprachcafe?lang={code}") for code in LANGUAGE_CODES),
        ("x-default", f"{BASE_URL}/events/sprachcafe"),
    ]


async def test_too_many_pages_for_one_are_split(
    app: Litestar, web: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemap, "MOST_ADDRESSES", 4)
    put(app, CARITAS, an_event("a"), an_event("b"))

    parts = await locations(web)

    assert parts == [f"{BASE_URL}/sitemaps/{number}" for number in (1, 2, 3)]
    pages = [page for part in parts for page in await locations(web, part.removeprefix(BASE_URL))]
    assert len(pages) == len(set(pages)) == 9
    assert (await web.get("/sitemaps/4")).status_code == 404
    assert (await web.get("/sitemaps/0")).status_code == 404


async def test_an_unchanged_sitemap_is_not_sent_again(app: Litestar, web: httpx.AsyncClient) -> None:
    put(app, an_event())
    etag = (await web.get("/sitemap.xml")).headers["etag"]

    assert (await web.get("/sitemap.xml", headers={"If-None-Match": etag})).status_code == 304


def test_an_address_is_escaped() -> None:
    text = written([Address(url=f"{BASE_URL}/events/a&b")])

    assert f"<loc>{BASE_URL}/events/a&amp;b</loc>" in text
    assert ET.fromstring(text).findtext(f"{S}url/{S}loc") == f"{BASE_URL}/events/a&b"


async def test_robots_find_events_and_feeds_but_no_personal_pages(web: httpx.AsyncClient) -> None:
    robots = RobotFileParser()
    robots.parse((await web.get("/robots.txt")).text.splitlines())

    assert robots.site_maps() == [f"{BASE_URL}/sitemap.xml"]
    # Google Calendar asks robots.txt before it reads a feed, a private one too.
    for path in ("/events/sprachcafe", "/calendar.ics", "/members/token.ics", "/events.atom"):
        assert robots.can_fetch("Googlebot", f"{BASE_URL}{path}")
    for path in ("/portal", "/registrations/token", "/login/token"):
        assert not robots.can_fetch("Googlebot", f"{BASE_URL}{path}")
