"""The edge routes by path, and says clearly when a service is away."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection

import msgspec
import pytest

from deploy.local.waiting import wait_until
from shared.translations import LANGUAGES
from tests.deploy.edge import Edge, Service, port_of

TWO_MEGABYTES = 2 * 1024 * 1024
THIRTY_MEGABYTES = 30 * 1024 * 1024


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
    for language in LANGUAGES:
        direction = ' dir="rtl"' if language.direction == "rtl" else ""
        assert f'lang="{language.code}"{direction}>' in page.body.decode()
    assert problem.headers["Content-Type"] == "application/problem+json"
    assert msgspec.json.decode(problem.body)["status"] == 503


def test_a_body_above_two_megabytes_is_refused_at_the_edge(edge: Edge) -> None:
    problem = edge.ask("/api/events", "POST", b"x" * (TWO_MEGABYTES + 1))
    page = edge.ask("/events", "POST", b"x" * (TWO_MEGABYTES + 1))

    assert (problem.status, page.status) == (413, 413)
    assert msgspec.json.decode(problem.body)["type"] == "too-large"
    assert "höchstens ein Megabyte" in page.body.decode()
    assert edge.ask("/events", "POST", b"x" * TWO_MEGABYTES).status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/api/events/1/pictures",
        "/api/events/1/flyers",
        "/portal/events/1/pictures",
        "/portal/organisation/pictures",
    ],
)
def test_files_of_25_megabytes_reach_the_service_and_larger_ones_are_refused(edge: Edge, path: str) -> None:
    assert edge.ask(path, "POST", bytes(25_100_000)).status == 200
    assert edge.ask(path, "POST", bytes(THIRTY_MEGABYTES + 1)).status == 413
    assert edge.ask(f"{path}/1", "POST", bytes(TWO_MEGABYTES + 1)).status == 413


def test_assets_with_a_version_are_kept_for_a_year(edge: Edge) -> None:
    assert "immutable" in edge.ask("/assets/app.css?v=1").headers["Cache-Control"]
    assert edge.ask("/assets/app.css").headers["Cache-Control"] == "public, max-age=300"
    assert edge.ask("/assets/app.css", Accept_Encoding="gzip").headers["Content-Encoding"] == "gzip"
    assert b"max_size" not in edge.ask("/assets/..%2f..%2fdeploy/caddy/Caddyfile").body


def test_the_service_worker_reaches_all_pages_and_is_asked_for_each_time(edge: Edge) -> None:
    answer = edge.ask("/service-worker.js")

    assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-cache")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Content-Security-Policy"] == "default-src 'self'"


@pytest.mark.parametrize("encoding", ["identity", "gzip, zstd"])
def test_numbers_at_the_door_pass_as_they_come_and_end_when_nobody_listens(edge: Edge, encoding: str) -> None:
    path = f"/portal/rosters/dates/{len(encoding)}/counts"
    with closing(HTTPConnection("127.0.0.1", edge.stack.port, timeout=30)) as connection:
        connection.request("GET", path, headers={"Accept-Encoding": encoding})
        answer = connection.getresponse()

        # The stream has no end: had the edge held it back, there would be nothing to read.
        assert answer.readline() == b"data: 1\n"
        assert answer.headers["Content-Encoding"] is None
        answer.close()

    wait_until(lambda: path in Service.left, seconds=30, what="The end of the stream")


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
