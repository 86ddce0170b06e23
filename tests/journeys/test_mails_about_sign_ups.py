"""What people read in their mails about a sign-up is what they find on their page, and what they do there is mailed."""

from tests.journeys.given import SECRET, a_person, an_open_event, roster_of, set_for, sign_up, wait_until_left
from tests.journeys.site import OWN_PAGE, PARTNER, Site, eventually, found, json_of

COURSE = {"recurrence": {"rule": "FREQ=WEEKLY;COUNT=3"}}


def test_a_whole_course_is_one_mail_whose_link_leads_to_each_of_its_dates(site: Site) -> None:
    event = an_open_event(site, **COURSE)
    person = a_person(event, whole_course=True)

    assert len(sign_up(site, person)["registrations"]) == 3

    mail = site.mailbox.wait_for(person["email"])
    assert mail.subject == f"Your dates: {event['title']}"
    assert mail.text.count("You have a place") == 3
    assert len({entry["UID"] for entry in mail.entries}) == 3
    own_page = site.anybody.get(found(OWN_PAGE, mail.text)).text
    assert own_page.count("?of=") >= 2
    site.wait_until_quiet()
    assert len(site.mailbox.list_for(person["email"])) == 1


def test_who_declines_an_offer_is_told_so_and_the_next_one_is_offered_the_place(site: Site) -> None:
    event = an_open_event(site, capacity=1)
    first, second, third = (a_person(event) for _ in range(3))
    for person in (first, second, third):
        sign_up(site, person)
    given_up = found(OWN_PAGE, site.mailbox.wait_for(first["email"]).text)
    site.anybody.post(f"{given_up}/cancellation")

    offer = site.mailbox.wait_for(second["email"], about="Places got free")
    assert "1 place is free for you" in offer.text
    assert site.anybody.post(f"{found(OWN_PAGE, offer.text)}/refusal").status_code == 303

    site.mailbox.wait_for(second["email"], about="Sign-up cancelled")
    site.mailbox.wait_for(third["email"], about="Places got free")
    wait_until_left(site, event, 0)


def test_the_history_of_a_party_names_the_mails_that_went_out(site: Site) -> None:
    event = an_open_event(site)
    person = a_person(event)
    registration_id = sign_up(site, person)["id"]
    site.mailbox.wait_for(person["email"])
    member = site.browser_of(PARTNER)

    eventually(
        lambda: (
            "Mail sent: Sign-up confirmed"
            in member.get(f"/portal/rosters/registrations/{registration_id}", params={"lang": "en"}).text
        ),
        what="The mail in the history",
    )
    assert list(roster_of(site, event)) == [registration_id]


def test_an_organiser_who_cancels_is_quoted_in_the_mail(site: Site) -> None:
    event = an_open_event(site)
    person = a_person(event)
    registration_id = sign_up(site, person)["id"]
    site.mailbox.wait_for(person["email"])

    reason = {"reason": "Der Raum ist zu klein."}
    json_of(site.partner.post(f"/api/registrations/{registration_id}/cancellation", json=reason), 200)

    mail = site.mailbox.wait_for(person["email"], about="Sign-up cancelled")
    assert "The organiser has cancelled your sign-up" in mail.text
    assert "> Der Raum ist zu klein." in mail.text


def test_who_has_to_prove_the_address_gets_the_place_by_the_button_behind_the_link(site: Site) -> None:
    event = an_open_event(site, capacity=1)
    set_for(site, event, proves_address=True)
    person = a_person(event)

    assert sign_up(site, person)["status"] == "pending"
    wait_until_left(site, event, 0)
    asked = site.mailbox.wait_for(person["email"])
    assert asked.subject == f"Please confirm your address: {event['title']}"
    assert person["name"] not in asked.text + asked.html
    assert asked.attachments == []
    link = found(OWN_PAGE, asked.text)
    assert SECRET not in site.anybody.get(link).text
    for _ in range(2):
        assert site.anybody.post(f"{link}/proof").status_code == 303

    confirmed = site.mailbox.wait_for(person["email"], about="You have a place")
    assert len(confirmed.entries) == 1
    assert SECRET in site.anybody.get(link).text
