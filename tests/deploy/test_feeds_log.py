"""The log of feed requests: what is in it, that it names nobody, and what the feed publisher reads out of it."""

import os
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path

import pytest

from deploy.local import caddy, stack
from deploy.local.ports import free_ports, is_free
from deploy.local.processes import stop_quietly
from deploy.local.stack import Stack
from deploy.local.waiting import wait_until
from services.events.domain.app_families import Family
from services.events.domain.currency import FeedRequest, Ledger
from services.events.feeds.readers import request_in
from services.events.feeds.tailing import Tail

APP = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.4.0"
SOMEBODY = "203.0.113.77"


@pytest.fixture(scope="module")
def edge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Caddy alone: the services are away."""
    [port] = free_ports(1)
    this = stack.plan(data=tmp_path_factory.mktemp("edge"), port=port, replicas=1)
    stack.make_folders(this)
    process = subprocess.Popen(caddy.command(), env=os.environ | caddy.environment(this), stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: not is_free(port), seconds=30, what="The start of Caddy")
        yield this
    finally:
        stop_quietly(process)


@pytest.fixture
def tail(edge: Stack) -> Iterator[Tail]:
    """The log of feeds, as it goes on from here."""
    with closing(Tail(edge.feeds_log)) as made:
        while made.lines():
            pass
        yield made


def write(edge: Stack, name: str, content: bytes, *, changed_at: datetime) -> Path:
    path = edge.feeds / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (changed_at.timestamp(), changed_at.timestamp()))
    return path


def ask(edge: Stack, path: str, method: str = "GET", **headers: str) -> dict[str, str]:
    named = {name.replace("_", "-"): value for name, value in ({"User_Agent": APP} | headers).items()}
    with closing(HTTPConnection("127.0.0.1", edge.port, timeout=30)) as connection:
        connection.request(method, path, headers=named)
        with connection.getresponse() as response:
            response.read()
            return dict(response.headers)


def logged(tail: Tail, count: int) -> list[bytes]:
    """So many lines more."""
    lines: list[bytes] = []

    def are_there() -> bool:
        lines.extend(tail.lines())
        return len(lines) >= count

    wait_until(are_there, seconds=10, what="The lines in the log")
    return lines


def requests(lines: list[bytes]) -> list[FeedRequest]:
    return [request for line in lines if (request := request_in(line))]


def test_the_log_says_what_an_app_has_and_what_it_gets(edge: Stack, tail: Tail) -> None:
    changed_at = datetime(2025, 5, 3, 12, tzinfo=UTC)
    write(edge, "calendar.ics", b"BEGIN:VCALENDAR", changed_at=changed_at)
    first = ask(edge, "/calendar.ics")
    ask(edge, "/calendar.ics", If_None_Match=first["Etag"])

    got, unchanged = requests(logged(tail, 2))

    assert {got.family, unchanged.family} == {Family.THUNDERBIRD}
    assert (got.status, got.path, got.last_modified, got.has_etag) == (200, "/calendar.ics", changed_at, "")
    assert (unchanged.status, unchanged.has_etag) == (304, first["Etag"])


def test_a_change_that_is_dated_ahead_counts_as_made_when_it_was_fetched(edge: Stack, tail: Tail) -> None:
    write(edge, "calendar.ics", b"BEGIN:VCALENDAR", changed_at=datetime.now(UTC) + timedelta(hours=1))
    ask(edge, "/calendar.ics")

    [got] = requests(logged(tail, 1))

    assert got.last_modified == got.asked_at


def test_the_delay_of_a_change_comes_out_of_the_log(edge: Stack, tail: Tail) -> None:
    now = datetime.now(UTC)
    write(edge, "calendar.ics", b"BEGIN:VCALENDAR", changed_at=now - timedelta(hours=2))
    first = ask(edge, "/calendar.ics")
    ask(edge, "/calendar.ics", If_None_Match=first["Etag"])
    write(edge, "calendar.ics", b"BEGIN:VCALENDAR1", changed_at=now - timedelta(minutes=10))
    ask(edge, "/calendar.ics", If_None_Match=first["Etag"])

    ledger = Ledger({})
    for request in requests(logged(tail, 3)):
        ledger.add(request)

    [change] = ledger.tallies[Family.THUNDERBIRD].seen
    assert 600 <= change.after_seconds <= 660


def test_the_log_names_nobody_and_no_secret(edge: Stack, tail: Tail) -> None:
    write(edge, "calendar.ics", b"BEGIN:VCALENDAR", changed_at=datetime.now(UTC))
    personal = {
        "X_Forwarded_For": SOMEBODY,
        "X_Real_Ip": SOMEBODY,
        "Forwarded": f"for={SOMEBODY}",
        "Cookie": "session=secret",
        "Authorization": "Bearer secret",
        "Referer": "https://mail.example/secret",
        "Accept_Language": "tlh",
    }
    ask(edge, "/calendar.ics", "HEAD", **personal)
    of_services = ("/members/secret.ics", "/registrations/feeds/secret.ics?lang=de")
    # Side by side, since the edge waits for services that may be back soon.
    with ThreadPoolExecutor() as threads:
        list(threads.map(lambda path: ask(edge, path, **personal), of_services))

    lines = b"\n".join(logged(tail, 3)).decode()

    assert '"uri":"/members/-"' in lines
    assert '"uri":"/registrations/feeds/-"' in lines
    for word in ("secret", SOMEBODY, "127.0.0.1:", "remote", "client_ip", "tlh"):
        assert word not in lines.replace(f'"host":"127.0.0.1:{edge.port}"', "")


def test_feeds_are_in_their_own_log_and_nothing_else_is(edge: Stack, tail: Tail) -> None:
    write(edge, "calendar.ics", b"BEGIN:VCALENDAR", changed_at=datetime.now(UTC))
    ask(edge, "/assets/app.css", User_Agent="the-style-sheet")
    ask(edge, "/calendar.ics", User_Agent="the-calendar-1")

    assert b"the-calendar-1" in logged(tail, 1)[0]
    access = edge.log / "access.json"
    wait_until(lambda: "the-style-sheet" in access.read_text(), seconds=10, what="The line in the access log")
    assert "the-calendar-1" not in access.read_text()
    assert "the-style-sheet" not in edge.feeds_log.read_text()


def test_others_on_the_machine_may_read_the_log(edge: Stack) -> None:
    ask(edge, "/assets/app.css")

    assert edge.feeds_log.stat().st_mode & 0o777 == 0o644
