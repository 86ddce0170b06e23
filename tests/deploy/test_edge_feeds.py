"""The edge serves feeds with a fixed address as files, and asks the service for all others."""

import gzip
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection

import brotli
import msgspec
import pytest
import zstandard

from services.events.feeds import files
from tests.deploy.edge import Edge, port_of

FEED = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


def test_a_fixed_feed_is_a_file(edge: Edge) -> None:
    edge.write_feed("calendar.ics", FEED)

    answer = edge.ask("/calendar.ics")

    assert answer.body == FEED
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'inline; filename="calendar.ics"'
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert "Last-Modified" in answer.headers
    assert "Content-Encoding" not in answer.headers


def test_a_head_request_says_the_same_without_the_feed(edge: Edge) -> None:
    edge.write_feed("calendar.ics", FEED)

    answer = edge.ask("/calendar.ics", "HEAD")

    assert answer.body == b""
    assert answer.headers["Content-Length"] == str(len(FEED))


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [
        ("gzip", "gzip", gzip.decompress),
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip, deflate, br, zstd", "zstd", zstandard.decompress),
    ],
)
def test_a_compressed_twin_goes_to_those_who_ask_and_has_an_etag_of_its_own(
    edge: Edge, accepted: str, encoding: str, unpack: Callable[[bytes], bytes]
) -> None:
    edge.write_feed("organisations/help.ics", FEED)

    plain = edge.ask("/organisations/help.ics")
    packed = edge.ask("/organisations/help.ics", Accept_Encoding=accepted)

    assert unpack(packed.body) == plain.body
    assert packed.headers["Content-Encoding"] == encoding
    assert packed.headers["Last-Modified"] == plain.headers["Last-Modified"]
    assert packed.headers["Etag"] != plain.headers["Etag"]
    assert not packed.headers["Etag"].startswith("W/")
    assert edge.ask("/organisations/help.ics", If_None_Match=packed.headers["Etag"]).status == 200


def test_a_feed_that_just_changed_is_never_the_old_one_with_the_new_time(edge: Edge) -> None:
    edge.write_feed("events/fest.ics", FEED)
    old = edge.ask("/events/fest.ics", Accept_Encoding="br")
    # Brotli takes longest, and is not there yet.
    files.write(edge.stack.feeds / "events/fest.ics", FEED * 2)

    new = edge.ask("/events/fest.ics", Accept_Encoding="br, gzip")

    assert old.headers["Content-Encoding"] == "br"
    assert gzip.decompress(new.body) == FEED * 2


def test_what_is_no_file_is_answered_by_events_in_its_own_words(edge: Edge) -> None:
    with closing(HTTPConnection("127.0.0.1", edge.stack.port, timeout=30)) as connection:
        connection.request("GET", "/events/missing.ics")
        with connection.getresponse() as response:
            headers = [name.lower() for name, _ in response.getheaders()]
            body = response.read()

    assert msgspec.json.decode(body)["headers"]["X-Request-Id"]
    assert sorted(set(headers)) == sorted(headers)


def test_an_unchanged_feed_is_not_sent_again_and_a_changed_one_is_though_it_is_as_long(edge: Edge) -> None:
    edge.write_feed("events/fest.ics", FEED)
    first = edge.ask("/events/fest.ics").headers["Etag"]

    assert edge.ask("/events/fest.ics", If_None_Match=first).status == 304

    edge.write_feed("events/fest.ics", FEED.lower())

    answer = edge.ask("/events/fest.ics", If_None_Match=first)
    assert (answer.status, answer.body) == (200, FEED.lower())


@pytest.mark.parametrize("path", ["/calendar.ics?language=de", "/events/nowhere.ics", "/organisations/..%2f..%2fx.ics"])
def test_feeds_with_a_filter_or_without_a_file_come_from_events_uncompressed(edge: Edge, path: str) -> None:
    edge.write_feed("calendar.ics", FEED)

    answer = edge.ask(path, Accept_Encoding="gzip, zstd")

    assert msgspec.json.decode(answer.body)["port"] == port_of(edge.stack, "events")


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("events.atom", "application/atom+xml"),
        ("organisations/help.json", "application/feed+json"),
        ("campaigns/week.atom", "application/atom+xml"),
    ],
)
def test_news_are_files_too(edge: Edge, name: str, content_type: str) -> None:
    edge.write_feed(name, b"news")

    answer, packed = edge.ask(f"/{name}"), edge.ask(f"/{name}", Accept_Encoding="gzip")

    assert (answer.body, gzip.decompress(packed.body)) == (b"news", b"news")
    assert answer.headers["Content-Type"] == packed.headers["Content-Type"] == content_type
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert msgspec.json.decode(edge.ask(f"/{name}?lang=en").body)["port"] == port_of(edge.stack, "events")


def test_a_member_s_private_feed_is_told_to_nobody_else(edge: Edge) -> None:
    answer = edge.ask("/members/token.ics")

    assert msgspec.json.decode(answer.body)["port"] == port_of(edge.stack, "events")
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "public" not in answer.headers.get("Cache-Control", "")
