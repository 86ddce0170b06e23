"""Whatever is sent: a clear answer that names the field, in the reader's language, and no traceback in the logs."""

from typing import Any

import httpx
import pytest

from shared.translations import catalogue
from tests.journeys.given import NEXT_YEAR, a_person, an_open_event, fields, typed
from tests.journeys.pages import Form
from tests.journeys.problems import named_fields, problem_of
from tests.journeys.site import PARTNER, Site

pytestmark = pytest.mark.usefixtures("clean_logs")

MARKUP, BELL = "<img src=x onerror=alert(1)>", "a\x07b"


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
    ("the first year there is", {"starts_at": "0001-01-01T00:00:00"}, "starts_at"),
    ("the last day there is", {"ends_at": "9999-12-31T23:59:59"}, "ends_at"),
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
    assert named_fields(site.partner.post("/api/events", json=fields(**changes))) == [field]

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
    changes = dict.fromkeys(("title", "description", "language", "time_zone", "join_details", "campaign"), text) | {
        "place": {"name": text, "address": text},
        "languages": [text],
    }
    wrong = {"title", "description", "language", "time_zone", "join_details", "campaign", "languages"} | {
        "place.name",
        "place.address",
    }
    assert set(named_fields(site.partner.post("/api/events", json=fields(**changes)))) == wrong

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
    assert named_fields(site.anybody.post("/api/registrations", json=person)) == [field]

    page = f"/register/{event['slug']}"
    form = Form(site.anybody.get(page).text).values | person | {"consent": "on"}
    answer = site.anybody.post(page, data=form)
    shown = Form(answer.text)
    assert answer.status_code == 422
    assert set(shown.problems) == {field}
    kept = {name: str(form[name]) for name in ("nonce", "name", "email", "party_size", "consent")}
    assert kept.items() <= shown.values.items()


def test_nobody_is_signed_up_without_their_agreement(site: Site, event: dict[str, Any]) -> None:
    assert named_fields(site.anybody.post("/api/registrations", json=a_person(event, consent=False))) == ["consent"]
    page = f"/register/{event['slug']}"
    form = Form(site.anybody.get(page).text).values | a_person(event)
    del form["consent"]

    assert set(Form(site.anybody.post(page, data=form).text).problems) == {"consent"}


def test_all_that_is_wrong_is_named_at_once(site: Site, event: dict[str, Any]) -> None:
    wrong = a_person(event, name="", email="ada", party_size=0, colour="red")

    assert set(named_fields(site.anybody.post("/api/registrations", json=wrong))) == {
        "name",
        "email",
        "party_size",
        "colour",
    }


def test_who_reads_german_is_told_in_german(site: Site, event: dict[str, Any]) -> None:
    german, reader = catalogue("de").gettext, site.caller(language="de-DE,de;q=0.9,en;q=0.5")
    wrong = a_person(event, email="ada", name="")

    told, in_english = (
        problem_of(caller.post("/api/registrations", json=wrong), 422) for caller in (reader, site.anybody)
    )
    page = reader.post(f"/register/{event['slug']}", data=wrong | {"consent": "on"})

    assert told["title"] == german(in_english["title"]) != in_english["title"]
    expected = {each["field"]: german(each["detail"]) for each in in_english["errors"]}
    assert {each["field"]: each["detail"] for each in told["errors"]} == expected
    assert Form(page.text).problems == expected
    assert page.headers["content-language"] == "de"
    assert '<html lang="de"' in page.text
