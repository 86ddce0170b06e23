"""What changed last in the calendar, as Atom (RFC 4287)."""

from datetime import timedelta
from uuid import UUID
from xml.etree import ElementTree as ET

import httpx
from litestar import Litestar

from services.events.settings import Settings
from shared.messages.event_details import (
    Audience,
    Cost,
    EventText,
    Facts,
    Flyer,
    Group,
    Occurrence,
    Picture,
    Recurrence,
)
from shared.messages.events import EventStatus
from tests.events.calendar_in_memory import AWO, CARITAS, NOW, a_week, an_event, put
from tests.events.given import BASE_URL

A = "{http://www.w3.org/2005/Atom}"


async def feed_at(web: httpx.AsyncClient, address: str) -> ET.Element:
    answer = await web.get(address)
    assert answer.status_code == 200, answer.text
    return ET.fromstring(answer.content)


async def titles_at(web: httpx.AsyncClient, address: str) -> list[str]:
    return [entry.findtext(f"{A}title") or "" for entry in (await feed_at(web, address)).iter(f"{A}entry")]


async def test_the_last_change_comes_first_with_all_that_rfc_4287_demands(
    app: Litestar, web: httpx.AsyncClient
) -> None:
    older = an_event("fest", title="Fest", changed_at=NOW - timedelta(days=3))
    newer = an_event("sprachcafe", changed_at=NOW - timedelta(days=2))
    put(app, older, newer)

    answer = await web.get("/events.atom")
    feed = ET.fromstring(answer.content)

    assert answer.headers["content-type"] == "application/atom+xml"
    assert [link.get("rel") for link in feed.findall(f"{A}link")] == ["self", "alternate"]
    assert feed.findtext(f"{A}id") == f"{BASE_URL}/events.atom"
    entries = list(feed.iter(f"{A}entry"))
    assert [entry.findtext(f"{A}title") for entry in entries] == ["Sprachcafé", "Fest"]
    assert (
        feed.findtext(f"{A}updated")
        == entries[0].findtext(f"{A}updated")
        == newer.changed_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    )
    for entry, state in zip(entries, (newer, older), strict=True):
        assert entry.findtext(f"{A}id") == f"urn:uuid:{state.id}"
        assert entry.findtext(f"{A}author/{A}name") == "Caritas Witten"
        [link] = [link for link in entry.findall(f"{A}link") if link.get("rel") == "alternate"]
        assert link.get("href") == state.url


async def test_the_id_stays_when_date_title_and_state_change(app: Litestar, web: httpx.AsyncClient) -> None:
    event_id = UUID(int=7)
    put(app, an_event(id=event_id))
    before = (await feed_at(web, "/events.atom")).findtext(f"{A}entry/{A}id")
    put(app, an_event(id=event_id, version=2, days=20, title="Fest", status=EventStatus.CANCELLED, changed_at=NOW))
    after = await feed_at(web, "/events.atom")

    assert after.findtext(f"{A}entry/{A}id") == before
    assert after.findtext(f"{A}entry/{A}title") == "ABGESAGT: Fest"
    assert after.findtext(f"{A}entry/{A}updated") == NOW.strftime("%Y-%m-%dT%H:%M:%SZ")


async def test_what_people_wrote_stays_text(app: Litestar, web: httpx.AsyncClient) -> None:
    title = "Fest <b>& mehr\r\nUID:1\u202e\u200bgnp.exe\x0b]]></title>"
    put(app, an_event(title=title, description="<script>alert(1)</script>\r\n\r\nzwei", organisation_name="A & B\x00"))

    feed = await feed_at(web, "/events.atom")

    # Line breaks and marks that turn the text are gone; the zero-width space, which some scripts need, stays.
    assert feed.findtext(f"{A}entry/{A}title") == "Fest <b>& mehr UID:1\u200bgnp.exe]]></title>"
    content = feed.findtext(f"{A}entry/{A}content") or ""
    assert "<script" not in content
    assert content.count("<p") == 3
    assert feed.findtext(f"{A}entry/{A}author/{A}name") == "A & B"


async def test_filters_choose_and_internal_events_are_never_in_it(
    app: Litestar, web: httpx.AsyncClient, loaded: Settings
) -> None:
    put(
        app,
        CARITAS,
        AWO,
        a_week(loaded),
        an_event("a", title="Für Frauen", facts=Facts(for_whom=[Group.WOMEN], cost=Cost.PAID), changed_at=NOW),
        an_event("b", title="Für Gäste", facts=Facts(cost=Cost.FREE), campaign="woche-der-vielfalt"),
        an_event("c", title="Intern", audience=Audience.INTERNAL),
        an_event("d", title="Entwurf", status=EventStatus.SUBMITTED),
        an_event("e", title="Lange her", days=-100),
        an_event("f", title="AWO", organisation_slug="awo-en", category="sport"),
    )

    assert set(await titles_at(web, "/events.atom")) == {"Für Frauen", "Für Gäste", "AWO"}
    assert await titles_at(web, "/events.atom?for_whom=women&organisation=caritas-witten") == [
        "Für Frauen",
        "Für Gäste",
    ]
    assert set(await titles_at(web, "/events.atom?for_whom=men")) == {"Für Gäste", "AWO"}
    assert await titles_at(web, "/events.atom?cost=free") == ["Für Gäste"]
    assert await titles_at(web, "/events.atom?campaign=woche-der-vielfalt") == ["Für Gäste"]
    assert await titles_at(web, "/events.atom?category=sport") == ["AWO"]
    assert await titles_at(web, "/events.atom?q=FRAUEN") == ["Für Frauen"]
    assert await titles_at(web, "/organisations/awo-en.atom") == ["AWO"]
    assert await titles_at(web, "/campaigns/woche-der-vielfalt.atom") == ["Für Gäste"]
    assert (await feed_at(web, "/organisations/awo-en.atom")).findtext(f"{A}title") == "AWO & Freunde"
    for missing in ("/organisations/nobody.atom", "/campaigns/nothing.json"):
        assert (await web.get(missing)).status_code == 404
    assert (await web.get("/events.atom?cost=gold")).status_code == 422


async def test_when_and_where_are_in_the_reader_s_words(app: Litestar, web: httpx.AsyncClient) -> None:
    starts_at = NOW + timedelta(days=7)
    times = [starts_at + timedelta(weeks=week) for week in range(3)]
    dates = [Occurrence(id=UUID(int=n), starts_at=at, ends_at=at + timedelta(hours=1)) for n, at in enumerate(times)]
    series = an_event("reihe", recurrence=Recurrence(rule="FREQ=WEEKLY;COUNT=3"), occurrences=dates, changed_at=NOW)
    open_date = an_event("ohne-datum", starts_at=None, ends_at=None, occurrences=[], place=None, online=True)
    ukrainian = EventText(language="uk", title="Мовне кафе", description="Ми вчимо німецьку.")
    translated = an_event("kafe", texts=[ukrainian], changed_at=NOW - timedelta(days=9))
    put(app, series, open_date, translated)

    entries = list((await feed_at(web, "/events.atom?lang=en")).iter(f"{A}entry"))
    assert "and 2 more dates" in (entries[0].findtext(f"{A}summary") or "")
    assert entries[1].findtext(f"{A}summary") == "Date to be announced · Online"
    assert await titles_at(web, "/events.atom?lang=uk") == ["Sprachcafé", "Sprachcafé", "Мовне кафе"]


async def test_pictures_and_flyers_are_enclosures(app: Litestar, web: httpx.AsyncClient) -> None:
    where = {"url": "/pictures/1/large.png", "small_url": "/pictures/1/small.png", "original_url": "/pictures/1/o.png"}
    picture = Picture(id=UUID(int=1), alt="Tassen", width=1600, height=900, **where)
    flyer = Flyer(id=UUID(int=2), title="Faltblatt", url="/flyers/2/faltblatt.pdf", size_bytes=1234)
    put(app, an_event(pictures=[picture], flyers=[flyer]))

    links = (await feed_at(web, "/events.atom")).findall(f"{A}entry/{A}link")

    found = [
        (link.get("href"), link.get("type"), link.get("length")) for link in links if link.get("rel") == "enclosure"
    ]
    assert found == [
        (f"{BASE_URL}/pictures/1/large.png", "image/png", None),
        (f"{BASE_URL}/flyers/2/faltblatt.pdf", "application/pdf", "1234"),
    ]


async def test_who_has_it_gets_304_and_pass_codes_are_nowhere(app: Litestar, web: httpx.AsyncClient) -> None:
    put(app, an_event(online=True, join_details="Kenncode linde-7"))

    first = await web.get("/events.atom")
    again = await web.get("/events.atom", headers={"If-None-Match": first.headers["etag"]})
    since = await web.get("/events.atom", headers={"If-Modified-Since": first.headers["last-modified"]})

    assert b"linde-7" not in first.content
    assert (again.status_code, since.status_code, again.content) == (304, 304, b"")
    assert first.headers["access-control-allow-origin"] == "*"


async def test_it_is_not_there_before_everything_was_heard(web: httpx.AsyncClient) -> None:
    assert (await web.get("/events.atom")).status_code == 503
