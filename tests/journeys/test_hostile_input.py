"""Text that is meant to break out of its place: refused with its field named, or kept as text wherever it is shown."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from markupsafe import escape

from tests.journeys.feeds import fetch, paths_of, wait_for_entry
from tests.journeys.given import NEXT_YEAR, a_published_event, fields, typed
from tests.journeys.pages import Form
from tests.journeys.problems import named_fields, problem_of
from tests.journeys.site import PARTNER, Site
from tests.readers.ical_js import IcalJs
from tests.readers.reading import by_ical, by_ical_js, by_recurring_ical_events, by_vobject

pytestmark = pytest.mark.usefixtures("clean_logs")

FROM, TO = datetime(NEXT_YEAR, 1, 1, tzinfo=UTC), datetime(NEXT_YEAR + 1, 1, 1, tzinfo=UTC)
REFUSED_TITLES = {
    "a line end and another entry": "Fest\r\nBEGIN:VEVENT\r\nUID:evil\r\nEND:VEVENT",
    "another kind of line end": "Fest\u2028BEGIN:VEVENT",
    "the line end of mainframes": "Fest\x85BEGIN:VEVENT",
    "a zero byte": "Fest\x00",
    "an escape sequence": "Fest\x1b[31m",
    "letters turned around": "\u202etseF",
    "an isolated direction": "\u2066Fest\u2069",
    "nothing that can be seen": "\u200b\u200d\ufeff",
    "what XML cannot hold": "Fest\uffff",
    "a line of 5,000 characters": "x" * 5000,
}
# Each is text that somebody may mean.
ACCEPTED = {
    "words of the format": ("BEGIN:VEVENT END:VEVENT", "BEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VEVENT\nEND:VCALENDAR"),
    "its signs": (r"C:\Neu\noch; ,\; \, \\", 'ATTENDEE;CN="x":mailto:a@b.example\n;,:\\n\\N\\'),
    "5,000 characters": ("Fest", "x" * 5000),
    "many code points for one picture": ("👩🏽‍🎓👨‍👩‍👧‍👦🏳️‍🌈" * 6, "👨‍👩‍👧‍👦" * 600),
    "two directions": ("ملتقى WIN (2027)!", "مرحبا\u200f! Hello\u200e."),
}


@pytest.fixture(scope="module")
def member(site: Site) -> httpx.Client:
    return site.browser_of(PARTNER)


@pytest.fixture(scope="module")
def ical_js() -> Iterator[IcalJs]:
    with IcalJs() as running:
        yield running


@pytest.mark.parametrize("title", REFUSED_TITLES.values(), ids=REFUSED_TITLES)
def test_a_title_that_is_no_title_is_refused_and_named(site: Site, member: httpx.Client, title: str) -> None:
    assert named_fields(site.partner.post("/api/events", json=fields(title=title))) == ["title"]

    answer = member.post("/portal/events", data=typed(title=title))
    assert answer.status_code == 422
    assert set(Form(answer.text).problems) == {"title"}


@pytest.mark.parametrize(
    "body",
    [b'{"title": "a\\ud800b"}', b'{"title": "a\xed\xa0\x80b"}', b'{"title": "a\xffb"}', b'{"title": "a\x00b"}'],
    ids=["half a character", "half a character in bytes", "no UTF-8", "a raw zero byte"],
)
def test_what_is_no_text_is_no_json(site: Site, body: bytes) -> None:
    problem_of(site.partner.post("/api/events", content=body, headers={"Content-Type": "application/json"}), 400)


@pytest.mark.parametrize("sent", ["%00", "%ED%A0%80", "%FF", "%C0%80"])
def test_what_is_no_text_in_a_form_or_an_address_breaks_nothing(site: Site, member: httpx.Client, sent: str) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answers = [
        member.post("/portal/events", content=f"title={sent}&description={sent}", headers=form),
        site.anybody.get(f"/calendar.ics?q={sent}"),
        site.anybody.get(f"/events?q={sent}"),
        site.anybody.get(f"/events/{sent}.ics"),
    ]

    assert all(answer.status_code < 500 for answer in answers), [answer.status_code for answer in answers]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", " vbscript:x"])
def test_an_address_that_runs_is_refused_and_named(site: Site, address: str) -> None:
    answer = site.partner.post("/api/events", json=fields(conference={"url": address, "is_public": True}))

    assert named_fields(answer) == ["conference.url"]


@pytest.mark.parametrize(("title", "description"), ACCEPTED.values(), ids=ACCEPTED)
def test_what_was_accepted_is_text_in_every_feed_for_every_reader(
    site: Site, ical_js: IcalJs, title: str, description: str
) -> None:
    event = a_published_event(site, title=title, description=description, place={"name": title, "address": title})
    readers = [by_ical_js(ical_js), by_ical, by_vobject, by_recurring_ical_events]

    for path in paths_of(event):
        entry = wait_for_entry(site.anybody, path, event)
        assert (entry.summary, entry.location) == (title, f"{title}, {title}")
        assert entry.description == f"{description}\n\n{event['url']}"

    feed = fetch(site.anybody, f"/events/{event['slug']}.ics").content
    assert ical_js.read(feed, FROM, TO).components == ["vtimezone", "vevent"]
    assert [[each.summary for each in read(feed, FROM, TO)] for read in readers] == [[title]] * 4
    page = site.anybody.get(f"/events/{event['slug']}").text
    assert "<h1" in page
    assert str(escape(title)) in page


def test_a_feed_s_query_cannot_write_into_the_feed(site: Site) -> None:
    asked: dict[str, Any] = {"q": "x\r\nBEGIN:VEVENT\r\nUID:evil", "lang": "en\r\nX-EVIL: 1"}

    answer = site.anybody.get("/calendar.ics", params=asked)

    assert answer.status_code == 422
    assert b"\nUID:evil" not in answer.content
    assert "x-evil" not in answer.headers
