"""How people get the calendar, or one event, into their own."""

import re
from datetime import UTC, date, datetime
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import httpx
import pytest
from litestar import Litestar

from services.events.domain.calendar_apps import APPS
from services.events.domain.calendar_links import CalendarLinks, links_of
from services.events.domain.selection import Subscription, feed_path
from services.events.settings import Settings
from shared.database import Pool
from shared.messages.event_details import Conference, Occurrence, Recurrence
from shared.messages.events import EventState, EventStatus
from tests.events.calendar_in_memory import AWO, CARITAS, a_week, an_event, put
from tests.events.given import BASE_URL, a_partner, a_published_event


def links(html: str) -> list[str]:
    return [unescape(each) for each in re.findall(r'href="([^"]+)"', html)]


def query_of(link: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}


@pytest.mark.parametrize(
    ("chosen", "path"),
    [
        ({}, "/calendar.ics"),
        ({"organisation": "awo-en"}, "/organisations/awo-en.ics"),
        ({"campaign": "woche"}, "/campaigns/woche.ics"),
        ({"category": "sport"}, "/categories/sport.ics"),
        ({"organisation": "awo-en", "lang": "uk"}, "/organisations/awo-en.ics?lang=uk"),
        ({"organisation": "awo-en", "category": "sport"}, "/calendar.ics?organisation=awo-en&category=sport"),
        ({"for_whom": "women", "cost": "free"}, "/calendar.ics?for_whom=women&cost=free"),
        ({"lang": "de", "without_cancelled": True}, "/calendar.ics?cancelled=0"),
        ({"language": "uk", "lang": "en"}, "/calendar.ics?language=uk&lang=en"),
    ],
)
def test_a_choice_has_the_shortest_address(chosen: dict[str, str], path: str) -> None:
    assert feed_path(Subscription(**chosen)) == path  # type: ignore[arg-type]  # plain values for each kind of field


async def test_the_page_makes_a_link_for_each_kind_of_calendar(
    app: Litestar, web: httpx.AsyncClient, loaded: Settings
) -> None:
    put(app, CARITAS, AWO, a_week(loaded))

    shown = await web.get("/subscribe?organisation=awo-en&cost=free&lang=en")

    feed = f"{BASE_URL}/calendar.ics?organisation=awo-en&cost=free&lang=en"
    webcal = feed.replace("https://", "webcal://")
    found = links(shown.text)
    assert webcal in found
    [google] = [link for link in found if link.startswith("https://calendar.google.com/calendar/render?")]
    assert query_of(google) == {"cid": webcal}
    for host in ("outlook.live.com", "outlook.office.com"):
        [outlook] = [link for link in found if link.startswith(f"https://{host}/calendar/0/addfromweb?")]
        assert query_of(outlook) == {"url": feed, "name": loaded.network_name}
    assert '<option value="awo-en" selected>AWO &amp; Freunde</option>' in shown.text
    assert f'<code class="address" dir="ltr">{feed.replace("&", "&amp;")}</code>' in shown.text


@pytest.mark.parametrize(
    ("browser", "name"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1", "iPhone and iPad"),
        ("Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36", "Android"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0", "Outlook"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Safari/605.1.15", "Calendar on a Mac"),
        ("Mozilla/5.0 (X11; CrOS x86_64 16000.0.0) AppleWebKit/537.36 Chrome/150.0 Safari/537.36", "Google Calendar"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0", "Thunderbird"),
    ],
)
async def test_the_steps_for_the_reader_s_own_device_come_first(
    web: httpx.AsyncClient, browser: str, name: str
) -> None:
    answer = await web.get("/subscribe?lang=en", headers={"User-Agent": browser})

    first, rest = answer.text.split("<h2>Another device or app?</h2>")
    assert f"<h2>{name}</h2>" in first
    assert first.count('<svg class="step-picture"') == 3
    assert sorted(re.findall(r"<summary>(.+)</summary>", rest)) == sorted({each.name for each in APPS} - {name})
    assert "User-Agent" in answer.headers["Vary"]


async def test_who_has_an_unknown_device_chooses_among_all(web: httpx.AsyncClient) -> None:
    page = (await web.get("/subscribe?lang=en")).text

    assert "<h2>Which calendar do you use?</h2>" in page
    assert page.count('<svg class="step-picture"') == 3 * len(APPS)


async def test_a_filter_that_does_not_exist_is_named(web: httpx.AsyncClient) -> None:
    answer = await web.get("/subscribe?cost=gold&lang=en")

    assert answer.status_code == 422
    assert 'id="problem-cost"' in answer.text


async def test_an_organisation_s_page_has_the_menu(web: httpx.AsyncClient, pool: Pool) -> None:
    async with pool.acquire() as db, db.transaction():
        await a_partner(db)

    found = links((await web.get("/organisations/caritas-witten")).text)

    assert f"webcal://{BASE_URL.partition('://')[2]}/organisations/caritas-witten.ics" in found
    assert "/organisations/caritas-witten.atom" in found
    assert "/subscribe?organisation=caritas-witten" in found


def added(state: EventState) -> CalendarLinks:
    found = links_of(state, "de")
    assert found
    return found


def in_berlin(**changes: Any) -> EventState:
    begins, ends = datetime(2027, 7, 5, 16, 0, tzinfo=UTC), datetime(2027, 7, 5, 18, 0, tzinfo=UTC)
    usual: dict[str, Any] = {
        "starts_at": datetime(2027, 7, 5, 18, 0),
        "ends_at": datetime(2027, 7, 5, 20, 0),
        "time_zone": "Europe/Berlin",
        "occurrences": [Occurrence(id=UUID(int=5), starts_at=begins, ends_at=ends)],
    }
    return an_event(**usual | changes)


def test_an_event_goes_to_google_and_outlook_with_its_time_and_place() -> None:
    google, outlook = (query_of(link or "") for link in (added(in_berlin()).google, added(in_berlin()).outlook))

    assert (google["dates"], google["ctz"]) == ("20270705T180000/20270705T200000", "Europe/Berlin")
    assert (outlook["startdt"], outlook["enddt"]) == ("2027-07-05T16:00:00+00:00", "2027-07-05T18:00:00+00:00")
    assert google["text"] == outlook["subject"] == "Sprachcafé"
    assert google["location"] == outlook["location"] == "Saalbau, Bergerstraße 25, Witten"
    assert google["details"].endswith(f"\n\n{BASE_URL}/events/sprachcafe")
    assert urlsplit(added(in_berlin()).office or "").netloc == "outlook.office.com"


def test_whole_days_end_on_the_day_after_the_last() -> None:
    days = in_berlin(starts_at=None, ends_at=None, starts_on=date(2027, 9, 25), ends_on=date(2027, 10, 3))

    assert query_of(added(days).google or "")["dates"] == "20270925/20271004"
    assert query_of(added(days).outlook or "")["allday"] == "true"
    assert query_of(added(days).outlook or "")["enddt"] == "2027-10-04"


def test_no_link_tells_how_to_join_and_none_is_too_long() -> None:
    secret = Conference(url="https://meet.witten.example/linde-7", pass_code="linde-7")
    state = in_berlin(online=True, conference=secret, join_details="Kenncode linde-7", description="Wir üben. " * 500)

    for link in (added(state).google, added(state).outlook, added(state).office):
        assert link
        assert "linde-7" not in link
        assert len(link) < 2000


def test_a_series_goes_as_a_file_and_what_is_off_not_at_all() -> None:
    series = added(in_berlin(recurrence=Recurrence(rule="FREQ=WEEKLY;COUNT=3")))

    assert (series.ics, series.google, series.outlook) == ("/events/sprachcafe.ics", None, None)
    assert links_of(in_berlin(status=EventStatus.CANCELLED), "de") is None
    assert links_of(an_event(starts_at=None, ends_at=None, occurrences=[]), "de") is None


async def test_the_page_of_an_event_offers_them(app: Litestar, web: httpx.AsyncClient, pool: Pool) -> None:
    async with pool.acquire() as db, db.transaction():
        event = await a_published_event(db, await a_partner(db))
    put(app, an_event(event.slug, id=event.id))

    found = links((await web.get(f"/events/{event.slug}")).text)

    assert f"/events/{event.slug}.ics" in found
    assert any(link.startswith("https://calendar.google.com/calendar/render?action=TEMPLATE") for link in found)
