"""What changed last in the calendar, as JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from datetime import datetime, timedelta
from uuid import UUID

import httpx
from litestar import Litestar

from shared.messages.event_details import Flyer
from shared.messages.events import EventStatus
from tests.events.calendar_in_memory import CARITAS, NOW, an_event, put
from tests.events.given import BASE_URL


async def test_it_has_what_version_1_1_demands_and_the_last_change_first(app: Litestar, web: httpx.AsyncClient) -> None:
    older = an_event("fest", title="Fest", changed_at=NOW - timedelta(days=3), status=EventStatus.POSTPONED)
    newer = an_event("sprachcafe", changed_at=NOW - timedelta(days=2))
    put(app, CARITAS, older, newer)

    answer = await web.get("/events.json?lang=en")
    feed = answer.json()

    assert answer.headers["content-type"].startswith("application/feed+json")
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert (feed["home_page_url"], feed["feed_url"]) == (f"{BASE_URL}/events", f"{BASE_URL}/events.json?lang=en")
    assert [item["id"] for item in feed["items"]] == [f"urn:uuid:{newer.id}", f"urn:uuid:{older.id}"]
    assert [item["title"] for item in feed["items"]] == ["Sprachcafé", "POSTPONED: Fest"]
    assert datetime.fromisoformat(feed["items"][0]["date_modified"]) == newer.changed_at
    assert feed["items"][0]["authors"] == [
        {"name": "Caritas Witten", "url": f"{BASE_URL}/organisations/caritas-witten"}
    ]
    assert feed["items"][0]["url"] == newer.url
    assert "Saalbau" in feed["items"][0]["content_html"]
    assert "attachments" not in feed["items"][0]


async def test_an_organisation_has_its_own_and_flyers_are_attached(app: Litestar, web: httpx.AsyncClient) -> None:
    flyer = Flyer(id=UUID(int=2), title="Faltblatt", url="/flyers/2/faltblatt.pdf", size_bytes=1234)
    put(app, CARITAS, an_event(flyers=[flyer]), an_event("fest", organisation_slug="awo-en"))

    feed = (await web.get("/organisations/caritas-witten.json")).json()

    assert (feed["title"], len(feed["items"])) == ("Caritas Witten", 1)
    assert feed["items"][0]["attachments"] == [
        {
            "url": f"{BASE_URL}/flyers/2/faltblatt.pdf",
            "mime_type": "application/pdf",
            "title": "Faltblatt",
            "size_in_bytes": 1234,
        }
    ]


async def test_markup_in_a_text_does_not_become_markup(app: Litestar, web: httpx.AsyncClient) -> None:
    put(app, an_event(title="<i>Fest</i>\u202e", description="<img src=x onerror=alert(1)>"))

    [item] = (await web.get("/events.json")).json()["items"]

    assert item["title"] == "<i>Fest</i>"
    assert "<img" not in item["content_html"]
