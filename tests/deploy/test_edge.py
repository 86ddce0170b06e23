"""The edge routes by path, serves fixed feeds as files, and says clearly when a service is away."""

import gzip
import os
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import NamedTuple

import msgspec
import pytest

from deploy.local import caddy, stack
from deploy.local.ports import free_ports, is_free
from deploy.local.processes import stop_quietly
from deploy.local.stack import Stack
from deploy.local.waiting import wait_until

FEED = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
TWO_MEGABYTES = 2 * 1024 * 1024


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


class Edge(NamedTuple):
    stack: Stack

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(HTTPConnection("127.0.0.1", self.stack.port, timeout=30)) as connection:
            connection.request(method, path, body, named)
            with connection.getresponse() as response:
                return Answer(response.status, dict(response.headers), response.read())

    def write_feed(self, name: str, content: bytes) -> None:
        write_whole(self.stack.feeds / name, content)
        write_whole(self.stack.feeds / f"{name}.gz", gzip.compress(content))


def write_whole(path: Path, content: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    unfinished = path.with_name("new")
    unfinished.write_bytes(content)
    unfinished.rename(path)


class Service(BaseHTTPRequestHandler):
    """Says which service it stands for and what reached it."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"] or 0))
        said = {"port": self.connection.getsockname()[1], "path": self.path, "headers": dict(self.headers)}
        body = msgspec.json.encode(said)
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Type", "text/calendar" if ".ics" in self.path else "application/json")
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        """The tests look at answers, not at logs."""


@pytest.fixture(scope="module")
def edge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edge]:
    [port] = free_ports(1)
    this = stack.plan(data=tmp_path_factory.mktemp("edge"), port=port, replicas=1)
    stack.make_folders(this)
    process = subprocess.Popen(caddy.command(), env=os.environ | caddy.environment(this), stderr=subprocess.DEVNULL)
    # The third service stays away.
    present = [ThreadingHTTPServer(("127.0.0.1", port_of(this, name)), Service) for name in ("events", "registration")]
    for service in present:
        Thread(target=service.serve_forever).start()
    try:
        wait_until(lambda: not is_free(port), seconds=30, what="The start of Caddy")
        yield Edge(this)
    finally:
        for service in present:
            service.shutdown()
            service.server_close()
        stop_quietly(process)


def port_of(this: Stack, service: str) -> int:
    return this.service_ports[service][0]


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/", "events"),
        ("/events/fest", "events"),
        ("/api/events", "events"),
        ("/portal", "events"),
        ("/offers?q=cafe", "events"),
        ("/invitations/token", "events"),
        ("/api/organisations/caritas-witten/offers", "events"),
        ("/register/fest", "registration"),
        ("/registrations/token", "registration"),
        ("/portal/rosters", "registration"),
        ("/api/registrations?event_id=1", "registration"),
    ],
)
def test_the_path_chooses_the_service(edge: Edge, path: str, service: str) -> None:
    answer = msgspec.json.decode(edge.ask(path).body)

    assert (answer["port"], answer["path"]) == (port_of(edge.stack, service), path)


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


def test_the_compressed_twin_goes_to_those_who_ask_and_has_an_etag_of_its_own(edge: Edge) -> None:
    edge.write_feed("organisations/help.ics", FEED)

    plain, packed = edge.ask("/organisations/help.ics"), edge.ask("/organisations/help.ics", Accept_Encoding="gzip")

    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Etag"] != plain.headers["Etag"]
    assert not packed.headers["Etag"].startswith("W/")


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


def test_every_request_has_an_id_and_nobody_can_claim_another_address(edge: Edge) -> None:
    other = "192.0.2.1"
    answer = edge.ask("/", X_Request_Id="bad id", X_Forwarded_For=other, Forwarded=f"for={other}", X_Real_Ip=other)
    headers = msgspec.json.decode(answer.body)["headers"]

    assert len(headers["X-Request-Id"]) == 36
    assert headers["X-Forwarded-For"] == "127.0.0.1"
    assert headers["X-Forwarded-Proto"] == "http"
    assert not {"Forwarded", "X-Real-Ip"} & headers.keys()
    assert msgspec.json.decode(edge.ask("/", X_Request_Id="mine-1234").body)["headers"]["X-Request-Id"] == "mine-1234"


def test_a_service_that_is_away_is_a_page_for_people_and_a_problem_for_programs(edge: Edge) -> None:
    with ThreadPoolExecutor() as threads:
        page, problem = threads.map(edge.ask, ["/newsletter", "/api/subscriptions"])

    assert (page.status, problem.status) == (503, 503)
    assert page.headers["Retry-After"] == problem.headers["Retry-After"] == "10"
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    for language in ('lang="de"', 'lang="en"', 'lang="uk"', 'lang="ar" dir="rtl"'):
        assert language in page.body.decode()
    assert problem.headers["Content-Type"] == "application/problem+json"
    assert msgspec.json.decode(problem.body)["status"] == 503


def test_a_body_above_two_megabytes_is_refused_at_the_edge(edge: Edge) -> None:
    problem = edge.ask("/api/events", "POST", b"x" * (TWO_MEGABYTES + 1))
    page = edge.ask("/events", "POST", b"x" * (TWO_MEGABYTES + 1))

    assert (problem.status, page.status) == (413, 413)
    assert msgspec.json.decode(problem.body)["type"] == "too-large"
    assert "höchstens ein Megabyte" in page.body.decode()
    assert edge.ask("/events", "POST", b"x" * TWO_MEGABYTES).status == 200


def test_assets_with_a_version_are_kept_for_a_year(edge: Edge) -> None:
    assert "immutable" in edge.ask("/assets/app.css?v=1").headers["Cache-Control"]
    assert edge.ask("/assets/app.css").headers["Cache-Control"] == "public, max-age=300"
    assert edge.ask("/assets/app.css", Accept_Encoding="gzip").headers["Content-Encoding"] == "gzip"
    assert b"max_size" not in edge.ask("/assets/..%2f..%2fdeploy/caddy/Caddyfile").body


@pytest.mark.parametrize("path", ["/metrics", "/health/ready"])
def test_what_is_for_operators_is_not_at_the_edge(edge: Edge, path: str) -> None:
    assert edge.ask(path).status == 404


def test_the_access_log_holds_no_addresses_of_people_and_no_keys(edge: Edge) -> None:
    edge.ask("/registrations/secret?secret=1", User_Agent="Thunderbird", Cookie="secret=1", Host="win.example")

    log = edge.stack.log / "access.json"
    wait_until(lambda: "Thunderbird" in log.read_text(), seconds=5, what="The line in the access log")
    [line] = [line for line in log.read_text().splitlines() if "Thunderbird" in line]
    assert '"uri":"/registrations/-"' in line
    assert "secret" not in line
    assert "127.0.0.1" not in line
