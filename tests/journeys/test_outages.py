"""Whatever stands still, the rest goes on, and all catches up by itself afterwards."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest

from tests.journeys.feeds import fetch, find_entry, paths_of, wait_for_entry
from tests.journeys.given import (
    a_person,
    a_published_event,
    an_open_event,
    get_one_mail_each,
    roster_of,
    seats_taken,
    sign_up,
    sign_up_for_sure,
    typed,
    wait_until_left,
    wait_until_open,
)
from tests.journeys.mailbox import Mail
from tests.journeys.pages import Form
from tests.journeys.site import OWN_PAGE, PARTNER, Site, eventually, found, json_of

SIGNED_UP_BY = 3
SECONDS_BETWEEN_TWO = 0.05


@pytest.fixture(scope="module")
def event(site: Site) -> dict[str, Any]:
    """An event with room for all these tests, which stands in the feeds."""
    made = an_open_event(site, capacity=100_000)
    for path in paths_of(made):
        wait_for_entry(site.anybody, path, made)
    return made


@pytest.fixture(autouse=True)
def all_well_again(site: Site) -> Iterator[None]:
    yield
    site.wait_until_well()


def test_feeds_are_served_while_all_services_and_their_servers_stand_still(site: Site, event: dict[str, Any]) -> None:
    with site.without("events", "registration", "notify", "feeds", "nats", "postgres"):
        for path in paths_of(event):
            answer = fetch(site.anybody, path)
            assert answer.is_success
            assert event["id"] in answer.text
            assert fetch(site.anybody, path, if_none_match=answer.headers["etag"]).status_code == 304


def test_people_sign_up_and_cancel_while_events_stands_still(site: Site, event: dict[str, Any]) -> None:
    staying, leaving = a_person(event), a_person(event)
    page = f"/register/{event['slug']}"
    with site.without("events"):
        form = Form(site.anybody.get(page).text).values
        assert site.anybody.post(page, data=form | staying | {"consent": "on"}).status_code == 303
        sign_up(site, leaving)
        links = [
            found(OWN_PAGE, site.mailbox.wait_for(person["email"], about=event["title"]).text)
            for person in (staying, leaving)
        ]
        assert site.anybody.get(links[0]).is_success
        assert site.anybody.post(f"{links[1]}/cancellation").status_code == 303
        site.mailbox.wait_for(leaving["email"], about="cancelled")

    site.wait_until_well()
    shows_the_seats(site, event)


def test_partners_publish_and_move_events_while_registration_stands_still(site: Site) -> None:
    moved = an_open_event(site)
    with site.without("registration"):
        new = a_published_event(site)
        assert new["title"] in site.anybody.get("/events", params={"q": new["title"]}).text
        assert site.anybody.get(f"/events/{new['slug']}").is_success
        site.mailbox.wait_for(site.address_of(PARTNER), about=new["title"])
        json_of(site.partner.patch(f"/api/events/{moved['id']}", json={"place": {"name": "Rathaus"}}), 200)
        wait_for_entry(site.anybody, paths_of(new)[0], new)
        wait_for_entry(site.anybody, paths_of(moved)[0], moved, sequence=1)

    wait_until_open(site, new)
    assert sign_up(site, a_person(new))["status"] == "confirmed"


def test_all_mails_come_once_when_notify_is_back(site: Site, event: dict[str, Any]) -> None:
    people = [a_person(event) for _ in range(5)]
    with site.without("notify"):
        for person in people:
            sign_up(site, person)
        new = a_published_event(site)
        wait_until_open(site, new)
        late = a_person(new)
        sign_up(site, late)
        assert not site.mailbox.list_for(people[0]["email"])

    get_one_mail_each(site, [*people, late])
    site.mailbox.wait_for(site.address_of(PARTNER), about=new["title"])


def login_mails(site: Site, address: str) -> list[Mail]:
    return [mail for mail in site.mailbox.list_for(address) if "/login/" in mail.text]


def test_members_log_in_as_soon_as_the_link_can_be_mailed(site: Site) -> None:
    address = site.address_of("wlik")
    with site.without("notify"):
        known = len(login_mails(site, address))
        site.ask_for_login(address)

    eventually(lambda: len(login_mails(site, address)) > known, what="The link to log in")
    link = found(r"http://\S+/login/\S+", login_mails(site, address)[0].text)
    assert site.caller().post(link).headers["location"] == "/portal"


def test_sign_ups_and_publications_go_on_while_nats_stands_still(site: Site, event: dict[str, Any]) -> None:
    person, member = a_person(event), site.browser_of(PARTNER)
    with site.without("nats"):
        assert sign_up(site, person)["status"] == "confirmed"
        new = a_published_event(site)
        assert new["title"] in site.anybody.get("/events", params={"q": new["title"]}).text
        draft = member.post("/portal/events", data=typed()).headers["location"].removesuffix("/edit/when")
        assert member.post(f"{draft}/submission").headers["location"] == draft
        assert fetch(site.anybody, paths_of(event)[0]).is_success
        assert find_entry(site.anybody, "/calendar.ics?category=meeting", event)

    wait_until_open(site, new)
    for path in paths_of(new):
        wait_for_entry(site.anybody, path, new)
    get_one_mail_each(site, [person])
    site.mailbox.wait_for(site.address_of(PARTNER), about=new["title"])
    shows_the_seats(site, event)


def test_without_postgresql_feeds_are_answered_and_the_rest_says_come_back_soon(
    site: Site, event: dict[str, Any]
) -> None:
    person = a_person(event)
    with site.without("postgres"):
        for path in [*paths_of(event), "/calendar.ics?category=meeting"]:
            assert find_entry(site.anybody, path, event), path
        for page in ("/login", "/subscribe"):
            assert site.anybody.get(page).is_success
        refused = site.anybody.post("/api/registrations", json=person)
        assert json_of(refused, 503)["type"] == "unavailable"
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.headers["retry-after"]
        assert site.anybody.get(f"/events/{event['slug']}").status_code == 503

    sign_up_for_sure(site.anybody, person)
    get_one_mail_each(site, [person])
    shows_the_seats(site, event)


def test_nats_restarts_under_load_and_nothing_is_lost_or_said_twice(site: Site, event: dict[str, Any]) -> None:
    enough = Event()

    def sign_up_until_enough() -> list[dict[str, Any]]:
        people = []
        while not enough.wait(SECONDS_BETWEEN_TWO):
            people.append(a_person(event))
            assert sign_up_for_sure(site.anybody, people[-1])["status"] == "confirmed"
        return people

    with ThreadPoolExecutor() as threads:
        signing_up = [threads.submit(sign_up_until_enough) for _ in range(SIGNED_UP_BY)]
        try:
            for _ in range(2):
                with site.without("nats"):
                    pass
                site.wait_until_well()
        finally:
            enough.set()

    get_one_mail_each(site, [person for future in signing_up for person in future.result()])
    shows_the_seats(site, event)


def shows_the_seats(site: Site, event: dict[str, Any]) -> None:
    """Wait until the event tells as many places as its roster has left."""
    wait_until_left(site, event, event["capacity"] - seats_taken(roster_of(site, event)))
