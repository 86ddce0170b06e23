"""A citizen signs up by the API or on the page, gets a mail, sees the place, and gives it up again."""

import pytest

from shared.translations import catalogue
from tests.journeys.given import SECRET, a_person, an_open_event, sign_up, wait_until_left
from tests.journeys.pages import Form
from tests.journeys.site import OWN_PAGE, Site, found


@pytest.mark.parametrize("language", ["de-simple", "uk", "fa", "fr"])
def test_who_signs_up_gets_a_mail_in_their_language_with_the_date_and_a_link(site: Site, language: str) -> None:
    event = an_open_event(site)
    person = a_person(event, language=language, party_size=3)

    answer = sign_up(site, person)

    assert answer.keys() == {"id", "status"}
    assert answer["status"] == "confirmed"
    mail = site.mailbox.wait_for(person["email"], about=event["title"])
    # A subject has ordinary spaces alone, where French has narrow ones before a colon.
    beginning = " ".join(catalogue(language).gettext("You have a place: %(title)s").partition("%")[0].split())
    assert mail.subject.startswith(beginning)
    assert f'<html lang="{language}"' in mail.html
    [entry] = mail.entries
    assert entry["UID"] == answer["id"]
    assert site.anybody.get(found(OWN_PAGE, mail.text)).is_success


def test_one_signs_up_on_the_page_sees_the_place_and_cancels_there(site: Site) -> None:
    event = an_open_event(site)
    citizen = site.caller()
    page = f"/register/{event['slug']}"
    person = a_person(event, party_size=2)

    answer = citizen.post(page, data=Form(citizen.get(page).text).values | person | {"consent": "on"})

    assert answer.status_code == 303
    assert "There is room for you" in citizen.get(answer.headers["location"]).text
    link = found(OWN_PAGE, site.mailbox.wait_for(person["email"], about=event["title"]).text)
    assert SECRET in citizen.get(link).text
    wait_until_left(site, event, 18)

    for _ in range(2):
        assert citizen.post(f"{link}/cancellation").status_code == 303
    assert "Your sign-up is cancelled" in citizen.get(link).text
    assert SECRET not in citizen.get(link).text
    wait_until_left(site, event, 20)
    site.wait_until_quiet()
    assert len(site.mailbox.list_for(person["email"])) == 2


def test_looking_at_a_link_from_a_mail_changes_nothing(site: Site) -> None:
    event = an_open_event(site)
    person = a_person(event)
    sign_up(site, person)
    link = found(OWN_PAGE, site.mailbox.wait_for(person["email"]).text)

    assert site.anybody.get(f"{link}/cancellation").is_client_error

    assert "You have a place" in site.anybody.get(link).text


def test_a_full_roster_says_so_and_a_freed_place_is_offered_to_the_first_who_waits(site: Site) -> None:
    event = an_open_event(site, capacity=2)
    first, second = a_person(event, party_size=2), a_person(event)
    assert sign_up(site, first)["status"] == "confirmed"
    wait_until_left(site, event, 0)
    assert "Join the waiting list" in site.anybody.get(f"/events/{event['slug']}").text
    assert "All places are taken" in site.anybody.get(f"/register/{event['slug']}").text

    answer = sign_up(site, second)

    assert (answer["status"], answer["waiting_position"]) == ("waiting", 1)
    own_page = found(OWN_PAGE, site.mailbox.wait_for(second["email"], about=event["title"]).text)
    assert "You are on the waiting list" in site.anybody.get(own_page).text

    given_up = found(OWN_PAGE, site.mailbox.wait_for(first["email"], about=event["title"]).text)
    assert site.anybody.post(f"{given_up}/cancellation").status_code == 303
    offer = found(OWN_PAGE, site.mailbox.wait_for(second["email"], about="Places got free").text)
    wait_until_left(site, event, 1)
    assert "You have a place" not in site.anybody.get(own_page).text
    for _ in range(2):
        assert site.anybody.post(f"{offer}/acceptance").status_code == 303
    site.mailbox.wait_for(second["email"], about="You have a place")
    assert "You have a place" in site.anybody.get(own_page).text
    wait_until_left(site, event, 1)
