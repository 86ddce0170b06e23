"""The feeds as calendar programs fetch them: as files at the edge, and with filters from the events service."""

from datetime import timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any

import pytest
from icalendar import Calendar

from tests.journeys.feeds import LONGEST_LINE_OCTETS, fetch, paths_of, wait_for_entry
from tests.journeys.given import a_published_event
from tests.journeys.site import Site, eventually

# One is a file, the other is answered from memory.
PATHS = ("/calendar.ics", "/calendar.ics?category=meeting")
DESCRIPTION = "Wir üben; bei Kaffee, Tee \\ Keksen.\n\n" + "Розмовляємо українською, також для початківців. " * 5


@pytest.fixture(scope="module")
def event(site: Site) -> dict[str, Any]:
    """An event with all that has to be escaped and folded, which the feeds hold."""
    made = a_published_event(site, description=DESCRIPTION)
    for path in [*paths_of(made), *PATHS]:
        wait_for_entry(site.anybody, path, made)
    return made


def test_it_is_written_as_the_standard_wants(site: Site, event: dict[str, Any]) -> None:
    for path in [*paths_of(event), *PATHS]:
        answer = fetch(site.anybody, path)
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.content.endswith(b"END:VCALENDAR\r\n")
        lines = answer.content.removesuffix(b"\r\n").split(b"\r\n")
        assert max(map(len, lines)) <= LONGEST_LINE_OCTETS
        assert not any(b"\r" in line or b"\n" in line for line in lines)
        calendar = Calendar.from_ical(answer.content)
        assert "METHOD" not in calendar
        assert "Europe/Berlin" in [zone["TZID"] for zone in calendar.walk("VTIMEZONE")]


def test_the_entry_says_what_the_partner_said(site: Site, event: dict[str, Any]) -> None:
    for path in [*paths_of(event), *PATHS]:
        entry = wait_for_entry(site.anybody, path, event)
        assert entry.summary == event["title"]
        assert entry.description == f"{DESCRIPTION.strip()}\n\n{event['url']}"
        assert entry.location == "Saalbau, Bergerstraße 25, Witten"
        assert entry.url == event["url"]
        assert entry.zone == "Europe/Berlin"
        assert entry.starts_at.replace(tzinfo=None).isoformat() == event["starts_at"]
        assert entry.ends_at.replace(tzinfo=None).isoformat() == event["ends_at"]
        assert entry.stamped_at == entry.changed_at
        assert not entry.names & {"ORGANIZER", "ATTENDEE"}


@pytest.mark.parametrize("path", PATHS)
def test_who_has_it_already_is_told_so(site: Site, event: dict[str, Any], path: str) -> None:
    answer = fetch(site.anybody, path)
    changed = parsedate_to_datetime(answer.headers["last-modified"])

    same = fetch(site.anybody, path, if_none_match=answer.headers["etag"])
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", answer.headers["etag"])
    assert fetch(site.anybody, path, if_modified_since=answer.headers["last-modified"]).status_code == 304

    assert fetch(site.anybody, path, if_none_match='"another"').content == answer.content
    earlier = format_datetime(changed - timedelta(seconds=1), usegmt=True)
    assert fetch(site.anybody, path, if_modified_since=earlier).content == answer.content
    both = fetch(site.anybody, path, if_none_match='"another"', if_modified_since=answer.headers["last-modified"])
    assert both.status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_it_is_compressed_for_those_who_ask_and_has_another_tag_then(
    site: Site, event: dict[str, Any], path: str
) -> None:
    plain = fetch(site.anybody, path)
    zipped = fetch(site.anybody, path, accept_encoding="gzip")
    without_a_word = site.anybody.build_request("GET", path)
    del without_a_word.headers["accept-encoding"]
    unasked = site.anybody.send(without_a_word)

    assert zipped.headers["content-encoding"] == "gzip"
    assert zipped.content == plain.content == unasked.content
    assert "content-encoding" not in plain.headers
    assert "content-encoding" not in unasked.headers
    assert zipped.headers["etag"] != plain.headers["etag"] == unasked.headers["etag"]
    assert "accept-encoding" in zipped.headers["vary"].lower()
    assert fetch(site.anybody, path, accept_encoding="gzip", if_none_match=zipped.headers["etag"]).status_code == 304


@pytest.mark.parametrize("path", PATHS)
def test_one_can_ask_for_the_head_alone(site: Site, event: dict[str, Any], path: str) -> None:
    whole = fetch(site.anybody, path)
    head = site.anybody.head(path, headers={"Accept-Encoding": "identity"})

    assert head.status_code == 200
    assert head.content == b""
    for name in ("etag", "last-modified", "content-length", "content-type"):
        assert head.headers[name] == whole.headers[name]


def test_the_same_state_gives_the_same_bytes(site: Site, event: dict[str, Any]) -> None:
    files = [fetch(site.anybody, path).content for path in paths_of(event)]

    with site.without("feeds"):
        assert [fetch(site.anybody, path).content for path in paths_of(event)] == files
    eventually(lambda: site.running.programs()["feeds"].statename == "RUNNING", what="The return of the publisher")

    assert [fetch(site.anybody, path).content for path in paths_of(event)] == files
