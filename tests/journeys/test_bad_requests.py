"""Requests that cannot be meant: broken bodies, things that are not there, forms that are sent twice."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.journeys.given import a_draft, a_person, an_open_event, get_one_mail_each, roster_of, sign_up, typed
from tests.journeys.pages import Form
from tests.journeys.problems import named_fields, problem_of
from tests.journeys.site import PARTNER, Site, json_of

pytestmark = pytest.mark.usefixtures("clean_logs")

FIFTY_MEGABYTES = 50_000_000
NOT_FOUND = ("There is nothing here", "We do not know this event", "This link does not work any more")


@pytest.fixture(scope="module")
def event(site: Site) -> dict[str, Any]:
    return an_open_event(site)


@pytest.fixture(scope="module")
def member(site: Site) -> httpx.Client:
    return site.browser_of(PARTNER)


@pytest.mark.parametrize("path", ["/api/events", "/api/registrations"])
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"{", id="broken"),
        pytest.param(b"[]", id="no object"),
        pytest.param(b'{"title": "\xff"}', id="no UTF-8"),
        pytest.param(b'{"title": "\\ud800"}', id="half a character"),
        pytest.param(b'{"a":' * 50_000 + b"1" + b"}" * 50_000, id="nested too deep"),
    ],
)
def test_a_body_that_is_no_json_object_is_refused(site: Site, path: str, body: bytes) -> None:
    problem_of(site.partner.post(path, content=body, headers={"Content-Type": "application/json"}), 400)


@pytest.mark.parametrize("path", ["/api/events", "/api/registrations"])
def test_a_body_of_50_megabytes_is_refused(site: Site, path: str) -> None:
    problem_of(site.partner.post(path, content=b" " * FIFTY_MEGABYTES), 413)


@pytest.mark.parametrize("path", ["/login", "/portal/events", "/register/{slug}"])
def test_a_page_of_50_megabytes_is_refused(site: Site, member: httpx.Client, event: dict[str, Any], path: str) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = member.post(path.format(slug=event["slug"]), content=b"x" * FIFTY_MEGABYTES, headers=form)

    assert answer.status_code == 413
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(
    "thing", ["5c0a4e3c-8d0e-4a62-9a51-6f0f6f7d3f10", "123", "%00", "%ff", "..%2f..%2fetc%2fpasswd", "x" * 300]
)
def test_what_is_not_there_is_not_found(site: Site, member: httpx.Client, thing: str) -> None:
    for path in (
        "/events/{}",
        "/organisations/{}",
        "/register/{}",
        "/registrations/{}",
        "/portal/events/{}",
        "/{}.ics",
    ):
        answer = member.get(path.format(thing))
        assert answer.status_code == 404, path
        assert any(text in answer.text for text in NOT_FOUND), path
    problem_of(site.partner.get(f"/api/events/{thing}"), 404)
    problem_of(site.partner.patch(f"/api/events/{thing}", json={"title": "New"}), 404)
    problem_of(site.partner.post(f"/api/events/{thing}/submission"), 404)
    problem_of(site.partner.post(f"/api/registrations/{thing}/cancellation"), 404)


def test_an_event_that_is_not_there_takes_no_sign_ups(site: Site) -> None:
    problem_of(site.anybody.post("/api/registrations", json=a_person({"id": str(uuid4())})), 404)
    assert named_fields(site.anybody.post("/api/registrations", json=a_person({"id": "123"}))) == ["event_id"]
    problem_of(site.anybody.post("/api/registrations", json=a_person(a_draft(site))), 404)


@pytest.mark.parametrize(
    "query",
    ["q=%00", "category=party", "from=soon", "from=0001-01-01", "to=9999-12-31", "cursor=x", "organisation=%00"],
)
def test_a_search_for_nonsense_names_the_field(site: Site, query: str) -> None:
    field = query.partition("=")[0]
    assert named_fields(site.anybody.get(f"/api/events?{query}")) == [field]
    assert site.anybody.get(f"/events?{query}").status_code == 422


def test_a_form_that_is_sent_twice_makes_one_entry(site: Site, member: httpx.Client) -> None:
    form = typed() | {"request_key": Form(member.get("/portal/events/new").text).values["request_key"]}

    first, second = (member.post("/portal/events", data=form) for _ in range(2))

    assert first.headers["location"] == second.headers["location"]
    assert member.get("/portal").text.count(form["title"]) == 1


def test_an_entry_is_submitted_once(site: Site, member: httpx.Client) -> None:
    draft = a_draft(site)
    json_of(site.partner.post(f"/api/events/{draft['id']}/submission"), 201)

    problem = problem_of(site.partner.post(f"/api/events/{draft['id']}/submission"), 409)

    assert problem["type"] == "already-submitted"
    again = member.post(f"/portal/events/{draft['id']}/submission")
    assert again.status_code == 409
    assert "This entry was submitted already" in again.text


def test_a_sign_up_that_is_sent_twice_is_one_registration_and_one_mail(site: Site) -> None:
    event = an_open_event(site)
    person, key = a_person(event), {"Idempotency-Key": str(uuid4())}
    first, second = (json_of(site.anybody.post("/api/registrations", json=person, headers=key), 201) for _ in range(2))
    page = f"/register/{event['slug']}"
    form = Form(site.anybody.get(page).text).values | a_person(event) | {"consent": "on"}
    places = [site.anybody.post(page, data=form).headers["location"] for _ in range(2)]

    assert first == second
    assert places[0] == places[1]
    assert len(roster_of(site, event)) == 2
    get_one_mail_each(site, [person, form])


def test_an_address_that_was_there_before_is_answered_like_a_new_one(site: Site) -> None:
    event = an_open_event(site)
    person = a_person(event)
    first = sign_up(site, person)

    again = sign_up(site, person | {"email": person["email"].upper(), "name": "Somebody else"})

    assert again == first
    assert len(roster_of(site, event)) == 1
