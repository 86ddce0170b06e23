"""Whatever is sent: a clear answer that names the field, in the reader's language, and no traceback in the logs."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from shared.translations import catalogue
from tests.journeys.given import NEXT_YEAR, a_draft, a_person, an_open_event, fields, roster_of, sign_up, typed
from tests.journeys.pages import Form
from tests.journeys.site import Site, found, json_of

MARKUP, BELL = "<img src=x onerror=alert(1)>", "a\x07b"
PARTNER = "caritas-witten"
FIFTY_MEGABYTES = 50_000_000


@pytest.fixture(scope="module", autouse=True)
def logs_without_traceback(site: Site) -> Iterator[None]:
    """No log of any program says more about all this than that it was refused."""
    before = {path: path.stat().st_size for path in site.running.stack.log.glob("*.log")}
    yield
    for path in site.running.stack.log.glob("*.log"):
        said = path.read_bytes()[before.get(path, 0) :].decode(errors="replace").lower()
        assert "traceback" not in said, f"{path.name}: {said}"
        assert "exception" not in said, f"{path.name}: {said}"


@pytest.fixture(scope="module")
def event(site: Site) -> dict[str, Any]:
    return an_open_event(site)


@pytest.fixture(scope="module")
def member(site: Site) -> httpx.Client:
    return site.browser_of(PARTNER)


WRONG_EVENTS = [
    ("an unknown time zone", {"time_zone": "Europe/Witten"}, "time_zone"),
    ("an end before the start", {"ends_at": f"{NEXT_YEAR}-05-03T17:59:00"}, "ends_at"),
    ("an end at the start", {"ends_at": f"{NEXT_YEAR}-05-03T18:00:00"}, "ends_at"),
    ("a start in the past", {"starts_at": "2021-05-03T18:00:00", "ends_at": "2021-05-03T20:00:00"}, "starts_at"),
    ("the year 1", {"starts_at": "0001-01-01T00:00:00", "ends_at": "0001-01-01T00:10:00"}, "starts_at"),
    (
        "the last day there is",
        {"starts_at": None, "ends_at": None, "starts_on": "9999-12-31", "ends_on": "9999-12-31"},
        "starts_on",
    ),
    ("no date at all", {"starts_at": "tomorrow"}, "starts_at"),
    ("no title", {"title": " "}, "title"),
    ("a title of 10,000 characters", {"title": "x" * 10_000}, "title"),
    ("nobody may come", {"capacity": 0}, "capacity"),
    ("an unknown category", {"category": "party"}, "category"),
    ("an unknown campaign", {"campaign": "nowhere"}, "campaign"),
]


@pytest.mark.parametrize(("changes", "field"), [pytest.param(*case, id=name) for name, *case in WRONG_EVENTS])
def test_an_event_that_makes_no_sense_is_refused_with_the_field_named(
    site: Site, member: httpx.Client, changes: dict[str, Any], field: str
) -> None:
    assert named(site.partner.post("/api/events", json=fields(**changes))) == [field]

    form = typed(**changes)
    answer = member.post("/portal/events", data=form)
    shown = Form(answer.text)
    assert answer.status_code == 422
    assert set(shown.problems) == {field}
    assert all(shown.problems.values())
    kept = {name: str(value) for name, value in form.items() if name != "languages"}
    assert kept.items() <= shown.values.items() or field in {"category", "campaign"}


@pytest.mark.parametrize("text", [MARKUP, BELL], ids=["HTML", "control characters"])
def test_markup_and_control_characters_are_refused_in_every_field_of_an_event(
    site: Site, member: httpx.Client, text: str
) -> None:
    changes = {name: text for name in ("title", "description", "language", "time_zone", "join_details", "campaign")} | {
        "place": {"name": text, "address": text},
        "languages": [text],
    }
    wrong = {"title", "description", "language", "time_zone", "join_details", "campaign", "languages"} | {
        "place.name",
        "place.address",
    }
    assert set(named(site.partner.post("/api/events", json=fields(**changes)))) == wrong

    answer = member.post("/portal/events", data=typed(**changes))
    assert answer.status_code == 422
    shown = Form(answer.text)
    assert set(shown.problems) == wrong
    assert shown.values["title"] == shown.values["description"] == text
    assert MARKUP not in answer.text


WRONG_PEOPLE = [
    ("a party of nobody", {"party_size": 0}, "party_size"),
    ("a party of 500", {"party_size": 500}, "party_size"),
    ("half a person", {"party_size": "1.5"}, "party_size"),
    ("an address with a line end", {"email": "ada@people.example\nBcc: all@people.example"}, "email"),
    ("an address of nobody", {"email": "ada"}, "email"),
    ("no name", {"name": ""}, "name"),
    ("a name with markup", {"name": MARKUP}, "name"),
    ("a name with a line end", {"name": "Ada\nLovelace"}, "name"),
    ("a phone number with a bell", {"phone": BELL}, "phone"),
    ("a language we do not write", {"language": "tlh"}, "language"),
]


@pytest.mark.parametrize(("changes", "field"), [pytest.param(*case, id=name) for name, *case in WRONG_PEOPLE])
def test_a_sign_up_that_makes_no_sense_is_refused_with_the_field_named(
    site: Site, event: dict[str, Any], changes: dict[str, Any], field: str
) -> None:
    person = a_person(event, **changes)
    assert named(site.anybody.post("/api/registrations", json=person)) == [field]

    page = f"/register/{event['slug']}"
    form = Form(site.anybody.get(page).text).values | person | {"consent": "on"}
    answer = site.anybody.post(page, data=form)
    shown = Form(answer.text)
    assert answer.status_code == 422
    assert set(shown.problems) == {field}
    kept = {name: str(form[name]) for name in ("nonce", "name", "email", "party_size", "consent")}
    assert kept.items() <= shown.values.items()


def test_nobody_is_signed_up_without_their_agreement(site: Site, event: dict[str, Any]) -> None:
    assert named(site.anybody.post("/api/registrations", json=a_person(event, consent=False))) == ["consent"]
    page = f"/register/{event['slug']}"
    form = Form(site.anybody.get(page).text).values | a_person(event)
    del form["consent"]

    assert set(Form(site.anybody.post(page, data=form).text).problems) == {"consent"}


def test_all_that_is_wrong_is_named_at_once(site: Site, event: dict[str, Any]) -> None:
    wrong = a_person(event, name="", email="ada", party_size=0, colour="red")

    assert set(named(site.anybody.post("/api/registrations", json=wrong))) == {"name", "email", "party_size", "colour"}


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


@pytest.mark.parametrize("thing", [str(uuid4()), "123", "%00", "%ff", "..%2f..%2fetc%2fpasswd"])
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
        assert "There is nothing here" in answer.text or "We do not know this event" in answer.text
    problem_of(site.partner.get(f"/api/events/{thing}"), 404)
    problem_of(site.partner.patch(f"/api/events/{thing}", json={"title": "New"}), 404)
    problem_of(site.partner.post(f"/api/events/{thing}/submission"), 404)
    problem_of(site.partner.post(f"/api/registrations/{thing}/cancellation"), 404)


def test_an_event_that_is_not_there_takes_no_sign_ups(site: Site) -> None:
    problem_of(site.anybody.post("/api/registrations", json=a_person({"id": str(uuid4())})), 404)
    assert named(site.anybody.post("/api/registrations", json=a_person({"id": "123"}))) == ["event_id"]
    problem_of(site.anybody.post("/api/registrations", json=a_person(a_draft(site))), 404)


@pytest.mark.parametrize(
    "query",
    ["q=%00", "category=party", "from=soon", "from=0001-01-01", "to=9999-12-31", "cursor=x", "organisation=%00"],
)
def test_a_search_for_nonsense_names_the_field(site: Site, query: str) -> None:
    field = query.partition("=")[0]
    assert named(site.anybody.get(f"/api/events?{query}")) == [field]
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
    site.wait_until_quiet()
    for address in (person["email"], form["email"]):
        site.mailbox.wait_for(address)


def test_an_address_that_was_there_before_is_answered_like_a_new_one(site: Site) -> None:
    event = an_open_event(site)
    person = a_person(event)
    first = sign_up(site, person)

    again = sign_up(site, person | {"email": person["email"].upper(), "name": "Somebody else"})

    assert again == first
    assert len(roster_of(site, event)) == 1


def test_who_reads_german_is_told_in_german(site: Site, event: dict[str, Any]) -> None:
    text = catalogue("de").gettext
    reader = site.caller(language="de-DE,de;q=0.9,en;q=0.5")

    problem = problem_of(reader.post("/api/registrations", json=a_person(event, party_size=0, email="ada")), 422)
    assert problem["title"] == text("Please check what you filled in")
    assert {each["field"]: each["detail"] for each in problem["errors"]} == {
        "party_size": text("Please give a whole number from %(least)s to %(most)s.") % {"least": 1, "most": 20},
        "email": text("This does not look like a mail address. An example: ada@witten.example"),
    }
    page = reader.post(f"/register/{event['slug']}", data=a_person(event, email="ada", consent="on"))
    assert page.headers["content-language"] == "de"
    assert Form(page.text).problems["email"] == text(
        "This does not look like a mail address. An example: ada@witten.example"
    )
    assert found('<html lang="de"', page.text)


def problem_of(answer: httpx.Response, status: int) -> dict[str, Any]:
    """The problem in an answer that must be one (RFC 9457)."""
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = json_of(answer, status)
    assert problem["status"] == status
    assert problem["title"]
    return problem


def named(answer: httpx.Response) -> list[str]:
    """The fields that the answer names, each with a sentence."""
    problem = problem_of(answer, 422)
    assert all(error["detail"] for error in problem["errors"])
    return [error["field"] for error in problem["errors"]]
