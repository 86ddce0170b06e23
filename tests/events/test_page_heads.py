"""What the head of a page tells search engines, messengers and feed readers."""

import json
import re
from html.parser import HTMLParser
from io import BytesIO

import httpx
import pytest
from litestar import Litestar
from PIL import Image, ImageChops

from deploy import icons
from services.events.settings import Settings
from shared.database import Pool
from shared.messages.event_details import Audience, Place
from shared.pages import ASSETS
from shared.translations import LANGUAGE_CODES, catalogue
from tests.events.calendar_in_memory import PICTURE, an_event, put
from tests.events.given import BASE_URL, a_partner, a_published_event, session_of


class Head(HTMLParser):
    """What the head of a page says to machines."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.links: list[tuple[str | None, str | None]] = []
        self.languages: dict[str, str | None] = {}
        self.canonical: str | None = None
        self.data = ""
        self.is_data = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "meta" and given.get("property"):
            self.meta[given["property"] or ""] = given.get("content") or ""
        if tag == "link" and given.get("rel") == "canonical":
            self.canonical = given.get("href")
        if tag == "link" and given.get("rel") == "alternate":
            if language := given.get("hreflang"):
                self.languages[language] = given.get("href")
            else:
                self.links.append((given.get("type"), given.get("href")))
        self.is_data = tag == "script" and given.get("type") == "application/ld+json"

    def handle_endtag(self, tag: str) -> None:
        self.is_data = self.is_data and tag != "script"

    def handle_data(self, data: str) -> None:
        if self.is_data:
            self.data += data


async def test_the_page_of_an_event_carries_it_and_a_preview_for_messengers(
    app: Litestar, web: httpx.AsyncClient, pool: Pool
) -> None:
    async with pool.acquire() as db, db.transaction():
        event = await a_published_event(db, await a_partner(db), title='Fest "für Gäste" </script>')
    put(app, an_event(event.slug, id=event.id, title=event.title, pictures=[PICTURE]))

    head = Head((await web.get(f"/events/{event.slug}")).text)

    assert json.loads(head.data)["name"] == 'Fest "für Gäste" </script>'
    assert head.meta["og:title"] == 'Fest "für Gäste" </script>'
    assert "Saalbau, Bergerstraße 25, Witten" in head.meta["og:description"]
    assert head.meta["og:url"] == f"{BASE_URL}/events/{event.slug}"
    assert head.meta["og:image"] == f"{BASE_URL}/pictures/1/small.jpg"


async def test_an_internal_event_is_told_to_no_machine(
    app: Litestar, web: httpx.AsyncClient, pool: Pool, loaded: Settings
) -> None:
    async with pool.acquire() as db, db.transaction():
        partner = await a_partner(db)
        event = await a_published_event(db, partner)
    put(app, an_event(event.slug, id=event.id, audience=Audience.INTERNAL, place=Place(name="Rathaus")))

    head = Head((await web.get(f"/events/{event.slug}", headers=session_of(partner, loaded))).text)

    assert (head.data, head.meta) == ("", {})


async def test_an_organisation_is_told_to_search_engines_with_its_feeds(web: httpx.AsyncClient, pool: Pool) -> None:
    async with pool.acquire() as db, db.transaction():
        await a_partner(db)

    head = Head((await web.get("/organisations/caritas-witten")).text)

    found = json.loads(head.data)
    assert (found["@type"], found["name"]) == ("Organization", "Caritas Witten")
    assert head.links == [
        ("application/atom+xml", "/organisations/caritas-witten.atom"),
        ("application/feed+json", "/organisations/caritas-witten.json"),
        ("text/calendar", "/organisations/caritas-witten.ics"),
    ]


async def test_a_public_page_names_itself_in_all_languages_and_keeps_what_was_chosen(web: httpx.AsyncClient) -> None:
    head = Head((await web.get("/offers?for_whom=women&for_whom=families&lang=uk")).text)

    offers = f"{BASE_URL}/offers?for_whom=women&for_whom=families"
    assert head.canonical == f"{offers}&lang=uk"
    assert head.languages == {code: f"{offers}&lang={code}" for code in LANGUAGE_CODES} | {"x-default": offers}
    assert Head((await web.get("/offers")).text).canonical == f"{BASE_URL}/offers"


async def test_a_page_for_oneself_has_no_other_address(web: httpx.AsyncClient) -> None:
    head = Head((await web.get("/login")).text)

    assert (head.canonical, head.languages) == (None, {})


@pytest.mark.parametrize(("language", "direction"), [("de", "ltr"), ("ar", "rtl")])
async def test_the_site_can_be_installed_in_the_reader_s_language(
    web: httpx.AsyncClient, loaded: Settings, language: str, direction: str
) -> None:
    page = await web.get(f"/events?lang={language}")
    [address] = re.findall(r'rel="manifest" href="([^"]+)"', page.text)

    answer = await web.get(address)

    manifest = answer.json()
    assert answer.headers["content-type"] == "application/manifest+json"
    assert (manifest["lang"], manifest["dir"], manifest["name"]) == (language, direction, loaded.network_name)
    assert (await web.get(manifest["start_url"])).status_code == 200
    assert [(await web.get(each["url"])).status_code for each in manifest["shortcuts"]] == [200, 200, 200]
    assert manifest["shortcuts"][0]["name"] == catalogue(language).gettext("Events")


@pytest.mark.parametrize("name", icons.SIZES)
def test_the_icons_show_the_logo_as_it_is_now(name: str) -> None:
    kept, drawn = Image.open(ASSETS / name), Image.open(BytesIO(icons.icon(name)))

    assert kept.size == drawn.size == (icons.SIZES[name],) * 2
    assert ImageChops.difference(kept.convert("RGBA"), drawn.convert("RGBA")).getbbox() is None
