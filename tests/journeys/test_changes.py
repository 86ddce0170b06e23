"""The partner moves the event and calls it off: the feeds follow, and those who signed up are told once."""

from tests.journeys.feeds import paths_of, wait_for_entry
from tests.journeys.given import NEXT_YEAR, a_person, an_open_event, sign_up
from tests.journeys.site import OWN_PAGE, Site, eventually, found, json_of
from tests.notify.own_calendar import OwnCalendar


def test_three_edits_are_one_mail_from_the_old_to_the_new_and_a_cancellation_is_another(site: Site) -> None:
    event = an_open_event(site, capacity=1)
    coming, waiting = a_person(event), a_person(event)
    for person in (coming, waiting):
        sign_up(site, person)
        site.mailbox.wait_for(person["email"], about=event["title"])
    feed = paths_of(event)[0]
    before = wait_for_entry(site.anybody, feed, event)

    for time in ("18:20", "18:40", "19:00"):
        moved = {"starts_at": f"{NEXT_YEAR}-05-04T{time}:00", "ends_at": f"{NEXT_YEAR}-05-04T21:00:00"}
        event = json_of(site.partner.patch(f"/api/events/{event['id']}", json=moved), 200)

    new = wait_for_entry(site.anybody, feed, event, zone="Europe/Berlin", sequence=before.sequence + 3)
    assert new.starts_at.replace(tzinfo=None).isoformat() == event["starts_at"]
    assert new.changed_at >= before.changed_at
    for person in (coming, waiting):
        text = site.mailbox.wait_for(person["email"], about="Changed:").text
        assert text.index("18:00") < text.index("19:00")
        assert "18:20" not in text
        assert "18:40" not in text

    json_of(site.partner.post(f"/api/events/{event['id']}/cancellation"), 201)

    off = wait_for_entry(site.anybody, feed, event, status="CANCELLED")
    assert off.sequence > new.sequence
    assert event["title"] in off.summary != event["title"]
    eventually(
        lambda: site.anybody.post("/api/registrations", json=a_person(event)).status_code == 409,
        what="The closing of the roster",
    )
    assert 'name="nonce"' not in site.anybody.get(f"/register/{event['slug']}").text
    assert "It does not take place" in site.anybody.get(f"/events/{event['slug']}").text
    for person in (coming, waiting):
        site.mailbox.wait_for(person["email"], about="Cancelled:")
    site.wait_until_quiet()
    assert [len(site.mailbox.list_for(person["email"])) for person in (coming, waiting)] == [3, 3]


def test_an_event_that_is_changed_and_changed_back_is_no_news(site: Site) -> None:
    """The second event, changed later, shows when the first would have been told of."""
    changed_back, changed = an_open_event(site), an_open_event(site)
    people = [a_person(changed_back), a_person(changed)]
    for person in people:
        sign_up(site, person)
        site.mailbox.wait_for(person["email"])

    for event, place in ((changed_back, "Rathaus"), (changed_back, "Saalbau"), (changed, "Rathaus")):
        json_of(site.partner.patch(f"/api/events/{event['id']}", json={"place": {"name": place}}), 200)

    assert "Rathaus" in site.mailbox.wait_for(people[1]["email"], about="Changed:").text
    assert len(site.mailbox.list_for(people[0]["email"])) == 1


def test_the_entry_in_the_calendar_moves_with_the_event_and_goes_with_the_place(site: Site) -> None:
    event = an_open_event(site)
    person = a_person(event)
    sign_up(site, person)
    confirmed = site.mailbox.wait_for(person["email"])
    moved = {"starts_at": f"{NEXT_YEAR}-05-05T19:00:00", "ends_at": f"{NEXT_YEAR}-05-05T21:00:00"}
    json_of(site.partner.patch(f"/api/events/{event['id']}", json=moved), 200)
    changed = site.mailbox.wait_for(person["email"], about="Changed:")
    assert site.anybody.post(f"{found(OWN_PAGE, confirmed.text)}/cancellation").status_code == 303
    cancelled = site.mailbox.wait_for(person["email"], about="Sign-up cancelled")

    calendar = OwnCalendar(person["email"])
    shown = []
    for mail in (confirmed, changed, cancelled):
        calendar.take(site.mailbox.headers_of(mail))
        shown.append([f"{start:%m-%dT%H:%M}" for start, _ in calendar.shown])
    assert shown == [["05-03T18:00"], ["05-05T19:00"], []]
