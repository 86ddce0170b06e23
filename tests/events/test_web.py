"""The events service as callers meet it: pages, JSON, problems."""

import json
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.events.settings import Settings
from shared import copies
from shared.database import Pool
from shared.messages.registration import RosterState
from tests.events.given import BASE_URL, NEXT_YEAR, Partner, a_partner, a_published_event, session_of

EVENT = {
    "title": "Sprachcafé",
    "description": "Wir üben Deutsch.",
    "starts_at": f"{NEXT_YEAR}-05-03T18:00:00",
    "ends_at": f"{NEXT_YEAR}-05-03T20:00:00",
    "time_zone": "Europe/Berlin",
    "place": {"name": "Saalbau", "address": "Bergerstraße 25"},
    "category": "language",
    "languages": ["de", "uk"],
    "takes_registrations": True,
    "capacity": 20,
}


async def test_an_entry_goes_from_draft_to_the_list_by_the_api(
    web: httpx.AsyncClient, partner: Partner, coordinator: Partner
) -> None:
    drafted = await web.post("/api/events", json=EVENT, headers=partner.bearer)
    assert drafted.status_code == 201
    event = drafted.json()
    assert (event["status"], event["starts_at"]) == ("draft", f"{NEXT_YEAR}-05-03T18:00:00")
    assert "starts_on" not in event

    assert (await web.get(f"/api/events/{event['id']}")).status_code == 404
    submitted = await web.post(f"/api/events/{event['id']}/submission", headers=partner.bearer)
    published = await web.post(f"/api/events/{event['id']}/publication", headers=coordinator.bearer)
    assert [submitted.json()["status"], published.json()["status"]] == ["submitted", "published"]

    listed = (await web.get("/api/events")).json()["items"]
    assert [each["id"] for each in listed] == [event["id"]]


async def test_a_patch_changes_what_it_names_and_leaves_the_rest(web: httpx.AsyncClient, partner: Partner) -> None:
    event = (await web.post("/api/events", json=EVENT, headers=partner.bearer)).json()

    patch = {"place": {"name": "Rathaus"}, "capacity": None}
    changed = (await web.patch(f"/api/events/{event['id']}", json=patch, headers=partner.bearer)).json()

    assert changed["place"] == {"name": "Rathaus", "address": "Bergerstraße 25"}
    assert changed["capacity"] is None
    assert changed["title"] == EVENT["title"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"time_zone": "Europe/Witten"}, "time_zone"),
        ({"ends_at": f"{NEXT_YEAR}-05-03T17:00:00"}, "ends_at"),
        ({"starts_at": "2021-05-03T18:00:00", "ends_at": "2021-05-03T20:00:00"}, "starts_at"),
        ({"starts_at": "0001-01-01T00:00:00"}, "starts_at"),
        ({"ends_at": "9999-12-31T23:30:00"}, "ends_at"),
        ({"starts_on": "2027-01-01", "ends_on": "9999-12-31", "starts_at": None, "ends_at": None}, "ends_on"),
        ({"starts_at": "2027-03-28T02:30:00", "ends_at": "2027-03-28T04:00:00"}, "starts_at"),
        ({"starts_on": f"{NEXT_YEAR}-05-03", "ends_on": f"{NEXT_YEAR}-05-03"}, "starts_on"),
        ({"ends_at": None}, "ends_at"),
        ({"title": "x" * 10_000}, "title"),
        ({"title": "<b>Fest</b>"}, "title"),
        ({"description": "a\x07b"}, "description"),
        ({"place": {"name": "a\nb"}}, "place.name"),
        ({"category": "party"}, "category"),
        ({"languages": ["klingon"]}, "languages"),
        ({"languages": ["tlh"]}, "languages"),
        ({"language": "xx"}, "language"),
        ({"capacity": 0}, "capacity"),
        ({"capacity": 10**30}, "capacity"),
        ({"campaign": "nowhere"}, "campaign"),
        ({"colour": "red"}, "colour"),
    ],
)
async def test_bad_input_gets_a_problem_that_names_the_field(
    web: httpx.AsyncClient, partner: Partner, changes: dict[str, Any], field: str
) -> None:
    answer = await web.post("/api/events", json=EVENT | changes, headers=partner.bearer | {"Accept-Language": "en"})

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["type"], problem["status"]) == ("invalid", 422)
    assert [error["field"] for error in problem["errors"]] == [field]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b'{"title": "' + b"x" * 2_000_000])
async def test_a_body_that_cannot_be_read_is_a_problem(
    web: httpx.AsyncClient, partner: Partner, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await web.post("/api/events", content=body, headers=partner.bearer)

    assert answer.status_code in {400, 413}
    assert answer.headers["content-type"] == "application/problem+json"
    assert not caplog.records


async def test_what_is_not_there_is_a_problem_in_json_and_a_page_for_people(web: httpx.AsyncClient) -> None:
    as_json = await web.get(f"/api/events/{uuid4()}", headers={"Accept-Language": "en"})
    as_page = await web.get("/events/nothing", headers={"Accept-Language": "en"})

    assert (as_json.status_code, as_json.json()["type"]) == (404, "not-found")
    assert (as_page.status_code, as_page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "There is nothing here" in as_page.text


async def test_a_partner_cannot_touch_another_s_entry_nor_learn_of_it(
    web: httpx.AsyncClient, partner: Partner, pool: Pool
) -> None:
    async with pool.acquire() as db, db.transaction():
        stranger = await a_partner(db, "awo-en")
    event = (await web.post("/api/events", json=EVENT, headers=partner.bearer)).json()

    for call in (
        web.get(f"/api/events/{event['id']}", headers=stranger.bearer),
        web.patch(f"/api/events/{event['id']}", json={"title": "Meins"}, headers=stranger.bearer),
        web.post(f"/api/events/{event['id']}/submission", headers=stranger.bearer),
        web.post(f"/api/events/{event['id']}/cancellation", headers=stranger.bearer),
    ):
        assert (await call).status_code == 404


async def test_only_the_organisation_and_coordinators_see_join_details(
    web: httpx.AsyncClient, partner: Partner, coordinator: Partner, pool: Pool
) -> None:
    async with pool.acquire() as db, db.transaction():
        event = await a_published_event(db, partner, online=True, join_details="Kenncode 4711")

    seen = {
        who: "Kenncode 4711" in (await web.get(f"/api/events/{event.id}", headers=headers)).text
        for who, headers in {"citizen": {}, "partner": partner.bearer, "coordinator": coordinator.bearer}.items()
    }
    assert seen == {"citizen": False, "partner": True, "coordinator": True}
    for public in (f"/events/{event.slug}", "/events", "/api/events"):
        assert "Kenncode 4711" not in (await web.get(public)).text


async def test_the_page_keeps_what_was_typed_and_says_what_is_wrong(
    web: httpx.AsyncClient, partner: Partner, loaded: Settings
) -> None:
    typed = {"title": "Fest", "starts_at": f"{NEXT_YEAR}-05-03T18:00", "ends_at": f"{NEXT_YEAR}-05-03T17:00"}
    headers = session_of(partner, loaded) | {"Accept-Language": "en"}

    answer = await web.post("/portal/events", data=typed | {"time_zone": "Europe/Berlin"}, headers=headers)

    assert answer.status_code == 422
    assert 'value="Fest"' in answer.text
    assert "The end must come after the start." in answer.text


async def test_a_form_from_another_website_is_refused(
    web: httpx.AsyncClient, partner: Partner, loaded: Settings
) -> None:
    session = session_of(partner, loaded)

    for origin in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
        answer = await web.post("/portal/events", data={"title": "Fest"}, headers=session | origin)
        assert answer.status_code == 403
    same = await web.post("/portal/events", data={"title": "Fest"}, headers=session | {"Origin": BASE_URL})
    assert same.status_code == 303


async def test_a_visitor_is_led_to_the_login(web: httpx.AsyncClient) -> None:
    answer = await web.get("/portal")

    assert (answer.status_code, answer.headers["location"]) == (303, "/login")


async def test_places_left_are_those_registration_told_of(web: httpx.AsyncClient, partner: Partner, pool: Pool) -> None:
    async with pool.acquire() as db, db.transaction():
        event = await a_published_event(db, partner)
        state = RosterState(
            id=uuid4(), version=1, event_id=event.id, is_open=True, capacity=20, seats_taken=17, waiting_count=0
        )
        await copies.keep(db, state)

    assert (await web.get(f"/api/events/{event.id}")).json()["seats_left"] == 3
    assert "3 places free" in (await web.get(f"/events/{event.slug}", headers={"Accept-Language": "en"})).text


async def test_every_answer_has_its_request_s_id_and_lets_nothing_foreign_in(web: httpx.AsyncClient) -> None:
    given = await web.get("/login", headers={"X-Request-Id": "a-sensible-id-1"})
    made = await web.get("/login", headers={"X-Request-Id": "<script>"})

    assert given.headers["x-request-id"] == "a-sensible-id-1"
    assert "<" not in made.headers["x-request-id"]
    assert "unsafe" not in given.headers["content-security-policy"]


async def test_the_language_is_the_chosen_one_or_the_browser_s(web: httpx.AsyncClient) -> None:
    by_browser = await web.get("/login", headers={"Accept-Language": "pl, ar;q=0.8, de;q=0.5"})
    chosen = await web.get("/login?lang=uk", headers={"Accept-Language": "ar"})
    remembered = await web.get("/login", headers={"Accept-Language": "ar", "Cookie": "language=uk"})

    assert '<html lang="ar" dir="rtl">' in by_browser.text
    assert [answer.headers["content-language"] for answer in (by_browser, chosen, remembered)] == ["ar", "uk", "uk"]


async def test_an_operator_sees_what_is_missing(web: httpx.AsyncClient) -> None:
    assert (await web.get("/health/live")).status_code == 200
    ready = await web.get("/health/ready")
    metrics = (await web.get("/metrics")).text

    assert ready.json()["status"] in {"ready", "degraded"}
    assert "outbox_oldest_age_seconds" in metrics
    assert "consumer_lag_messages" in metrics


async def test_the_api_is_described_in_openapi_3_1(web: httpx.AsyncClient) -> None:
    document = json.loads((await web.get("/api/events/openapi.json")).content)

    assert document["openapi"].startswith("3.1")
    create = document["paths"]["/api/events"]["post"]
    assert "title" in create["requestBody"]["content"]["application/json"]["schema"]["properties"]
    assert {parameter["name"] for parameter in document["paths"]["/api/events"]["get"]["parameters"]} == {
        "when", "from", "to", "organisation", "campaign", "category", "language", "for_whom", "cost", "q", "cursor",
    }  # fmt: skip


async def test_a_page_can_be_asked_for_its_head(web: httpx.AsyncClient) -> None:
    assert [(await web.head(address)).status_code for address in ("/", "/events", "/login", "/nothing")] == [
        200,
        200,
        200,
        404,
    ]
