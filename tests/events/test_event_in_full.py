"""An event with all that can be said about it, by the API and on its page."""

from typing import Any

import httpx
import pytest

from services.events.settings import Settings
from shared.pages import unbroken
from tests.events.given import NEXT_YEAR, Partner, session_of
from tests.events.test_web import EVENT

FULL: dict[str, Any] = EVENT | {
    "recurrence": {"rule": "FREQ=WEEKLY;COUNT=10", "except_on": [f"{NEXT_YEAR}-05-17"]},
    "coordinates": {"latitude": 51.4386, "longitude": 7.3353},
    "conference": {"url": "https://zoom.example/j/linde-7", "pass_code": "zeche-8", "dial_in": "+49 2302 0"},
    "join_details": "Bitte die Kamera anlassen.",
    "facts": {
        "interpreters": ["ar"],
        "german_level": "a2",
        "for_whom": ["women", "newcomers"],
        "childcare": True,
        "step_free": False,
        "cost": "paid",
        "cost_note": "2 €",
        "asks_for_papers": False,
        "contact_email": "cafe@caritas.example",
    },
    "wants_co_organisers": True,
}


async def published(web: httpx.AsyncClient, partner: Partner, coordinator: Partner, **changes: Any) -> dict[str, Any]:
    drafted = (await web.post("/api/events", json=FULL | changes, headers=partner.bearer)).json()
    await web.post(f"/api/events/{drafted['id']}/submission", headers=partner.bearer)
    answer = await web.post(f"/api/events/{drafted['id']}/publication", headers=coordinator.bearer)
    event: dict[str, Any] = answer.json()
    return event


async def test_all_of_it_reads_back_and_secrets_only_for_its_organisation(
    web: httpx.AsyncClient, partner: Partner, coordinator: Partner
) -> None:
    event = await published(web, partner, coordinator)

    own = (await web.get(f"/api/events/{event['id']}", headers=partner.bearer)).json()
    public = (await web.get(f"/api/events/{event['id']}")).json()
    page = (await web.get(f"/events/{event['slug']}", headers={"accept-language": "en"})).text

    for field in ("recurrence", "coordinates", "wants_co_organisers"):
        assert own[field] == FULL[field]
    for field in ("facts", "conference"):
        assert {name: own[field][name] for name in FULL[field]} == FULL[field]
    assert len(own["occurrences"]) == 9
    assert "conference" not in public
    for text in ("Women", "A2: simple sentences", "2 €", "There are steps.", "cafe@caritas.example", "Arabic"):
        assert text in page
    for secret in ("zoom.example", "zeche-8", "Kamera", "49 2302"):
        assert secret not in page
        assert secret not in str(public)


async def test_a_conference_for_all_is_shown_to_all(
    web: httpx.AsyncClient, partner: Partner, coordinator: Partner
) -> None:
    address = "https://zoom.example/j/linde-7"

    event = await published(web, partner, coordinator, online=True, conference={"url": address, "is_public": True})

    assert (await web.get(f"/api/events/{event['id']}")).json()["conference"]["url"] == address
    assert address in (await web.get(f"/events/{event['slug']}")).text


async def test_a_series_is_in_the_list_once_at_its_next_date_and_on_its_page_with_the_next_dates(
    web: httpx.AsyncClient, partner: Partner, coordinator: Partner
) -> None:
    event = await published(web, partner, coordinator)

    from_june = (await web.get(f"/api/events?from={NEXT_YEAR}-06-01")).json()["items"]
    page = (await web.get(f"/events/{event['slug']}", headers={"accept-language": "en"})).text

    assert [item["starts_at"][:7] for item in from_june] == [f"{NEXT_YEAR}-06"]
    assert "The next dates" in page
    assert unbroken(f"10 May {NEXT_YEAR}") in page
    assert unbroken(f"17 May {NEXT_YEAR}") not in page


async def test_what_is_internal_is_only_for_members(
    web: httpx.AsyncClient, partner: Partner, coordinator: Partner, loaded: Settings
) -> None:
    event = await published(web, partner, coordinator, audience="internal")

    assert (await web.get(f"/events/{event['slug']}")).status_code == 404
    assert (await web.get(f"/api/events/{event['id']}")).status_code == 404
    assert (await web.get("/api/events")).json()["items"] == []
    as_member = session_of(coordinator, loaded)
    assert (await web.get(f"/events/{event['slug']}", headers=as_member)).status_code == 200
    assert event["title"] in (await web.get("/events", headers=as_member)).text
    listed = (await web.get("/api/events", headers=coordinator.bearer)).json()["items"]
    assert [item["id"] for item in listed] == [event["id"]]


async def test_a_text_in_another_language_is_shown_and_marked_once_the_original_has_changed(
    web: httpx.AsyncClient, partner: Partner, coordinator: Partner
) -> None:
    event = await published(web, partner, coordinator)
    text = {"title": "Мовне кафе", "description": "Говоримо німецькою."}

    await web.put(f"/api/events/{event['id']}/texts/uk", json=text, headers=partner.bearer)
    translated = (await web.get(f"/events/{event['slug']}", headers={"accept-language": "uk"})).text
    await web.patch(f"/api/events/{event['id']}", json={"description": "Anders."}, headers=partner.bearer)
    changed = (await web.get(f"/api/events/{event['id']}")).json()

    assert "Мовне кафе" in translated
    assert [(each["language"], each["is_outdated"]) for each in changed["texts"]] == [("uk", True)]
    gone = await web.delete(f"/api/events/{event['id']}/texts/uk", headers=partner.bearer)
    assert gone.json()["texts"] == []


async def test_one_date_is_cancelled_moved_and_continued_by_the_api(
    web: httpx.AsyncClient, partner: Partner, coordinator: Partner
) -> None:
    event = await published(web, partner, coordinator)
    first, second, third, *_ = event["occurrences"]
    dates = f"/api/events/{event['id']}/occurrences"

    cancelled = await web.post(f"{dates}/{first['id']}/cancellation", headers=partner.bearer)
    moved = await web.patch(
        f"{dates}/{second['id']}",
        json={"starts_at": f"{NEXT_YEAR}-05-11T18:00", "ends_at": f"{NEXT_YEAR}-05-11T19:00"},
        headers=partner.bearer,
    )
    continued = await web.post(
        f"{dates}/{third['id']}/continuation", json={"place": {"name": "Rathaus"}}, headers=partner.bearer
    )

    assert cancelled.json()["occurrences"][0]["status"] == "cancelled"
    assert moved.json()["occurrences"][1]["starts_at"] == f"{NEXT_YEAR}-05-11T16:00:00Z"
    new = continued.json()
    assert (new["place"]["name"], new["status"], new["occurrences"][0]["id"]) == ("Rathaus", "published", third["id"])
    assert len((await web.get(f"/api/events/{event['id']}")).json()["occurrences"]) == 2


async def test_another_organisation_asks_to_join_and_is_named_once_accepted(
    web: httpx.AsyncClient, partner: Partner, coordinator: Partner
) -> None:
    event = await published(web, partner, coordinator)
    others = f"/api/events/{event['id']}/co-organisers"

    asked = await web.post(others, json={"note": "Wir bringen Kuchen mit."}, headers=coordinator.bearer)
    not_yet = (await web.get(f"/api/events/{event['id']}")).json()["co_organisers"]
    decided = await web.put(f"{others}/{coordinator.id}", json={"status": "accepted"}, headers=partner.bearer)
    found = (await web.get(f"/api/events?organisation={coordinator.slug}")).json()["items"]

    assert (asked.status_code, not_yet) == (202, [])
    assert [each["slug"] for each in decided.json()["co_organisers"]] == [coordinator.slug]
    assert [each["id"] for each in found] == [event["id"]]
    await web.delete(others, headers=coordinator.bearer)
    assert (await web.get(f"/api/events/{event['id']}")).json()["co_organisers"] == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"recurrence": {"rule": "FREQ=SECONDLY"}}, "recurrence.rule"),
        ({"recurrence": {"rule": "FREQ=DAILY;COUNT=1000000"}}, "recurrence.rule"),
        ({"recurrence": {"rule": "FREQ=DAILY;UNTIL=99991231"}}, "recurrence.rule"),
        ({"recurrence": {"rule": ""}}, "recurrence.rule"),
        ({"coordinates": {"latitude": 151, "longitude": 7}}, "coordinates.latitude"),
        ({"coordinates": {"latitude": 51}}, "coordinates.longitude"),
        ({"conference": {"url": "javascript:alert(1)"}}, "conference.url"),
        ({"conference": {"url": "data:text/html,x"}}, "conference.url"),
        ({"facts": {"for_whom": ["everybody"]}}, "facts.for_whom"),
        ({"facts": {"contact_email": "nobody"}}, "facts.contact_email"),
        ({"facts": {"interpreters": ["xx"]}}, "facts.interpreters"),
        ({"audience": "secret"}, "audience"),
    ],
)
async def test_what_makes_no_sense_is_refused_and_the_field_named(
    web: httpx.AsyncClient, partner: Partner, changes: dict[str, Any], field: str
) -> None:
    answer = await web.post("/api/events", json=EVENT | changes, headers=partner.bearer)

    assert answer.status_code == 422
    assert field in {error["field"] for error in answer.json()["errors"]}


async def test_a_text_in_a_language_that_is_none_is_refused(
    web: httpx.AsyncClient, partner: Partner, coordinator: Partner
) -> None:
    event = await published(web, partner, coordinator)

    for language in ("xx", "de", "tlh"):
        answer = await web.put(
            f"/api/events/{event['id']}/texts/{language}", json={"title": "X"}, headers=partner.bearer
        )
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "language")


async def test_a_postponed_event_is_back_once_it_has_a_new_date(
    web: httpx.AsyncClient, partner: Partner, coordinator: Partner
) -> None:
    event = await published(web, partner, coordinator, recurrence=None)

    postponed = await web.post(f"/api/events/{event['id']}/postponement", headers=partner.bearer)
    new_date = {"starts_at": f"{NEXT_YEAR}-06-07T18:00:00", "ends_at": f"{NEXT_YEAR}-06-07T20:00:00"}
    back = await web.patch(f"/api/events/{event['id']}", json=new_date, headers=partner.bearer)

    assert [postponed.json()["status"], back.json()["status"]] == ["postponed", "published"]
    assert back.json()["occurrences"][0]["id"] == event["occurrences"][0]["id"]
