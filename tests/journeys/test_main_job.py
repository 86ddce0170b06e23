"""The main job: a partner's activity reaches the shared calendar, a citizen signs up, the mail arrives."""

import subprocess
import sys

import pytest

from deploy.local.programs import environment_of
from deploy.local.stack import ROOT
from shared.translations import LANGUAGE_CODES, catalogue
from tests.journeys.feeds import entry_in, paths_of
from tests.journeys.given import (
    NEXT_YEAR,
    SECRET,
    a_person,
    a_published_event,
    an_open_event,
    sign_up,
    typed,
    wait_until_open,
)
from tests.journeys.pages import Form
from tests.journeys.site import OWN_PAGE, Site, eventually, found, json_of

PARTNER = "caritas-witten"
COORDINATOR = "stabsstelle-integration"


def test_the_link_from_a_mail_opens_a_page_with_a_button_and_logs_in_once(site: Site) -> None:
    link = site.login_link(site.running.demo.logins[PARTNER])
    member, other = site.caller(), site.caller()
    for _ in range(2):
        assert (
            f'<form class="form" method="post" action="{link.removeprefix(site.running.base_url)}"'
            in member.get(link).text
        )
    assert member.get("/portal").headers["location"].startswith("/login")

    assert member.post(link).headers["location"] == "/portal"

    assert member.get("/portal").is_success
    assert other.post(link).status_code == 409
    assert not other.get("/portal").is_success


def test_an_entry_is_drafted_submitted_returned_with_a_reason_submitted_again_and_published(site: Site) -> None:
    partner, coordinator = site.browser_of(PARTNER), site.browser_of(COORDINATOR)
    partner_address, coordinator_address = site.running.demo.logins[PARTNER], site.running.demo.logins[COORDINATOR]
    form = typed(description="")
    title = form["title"]

    page = partner.post("/portal/events", data=form).headers["location"]
    queued = page.replace("/portal/events", "/portal/queue")
    refused = partner.post(f"{page}/submission")
    assert refused.status_code == 422
    assert set(Form(refused.text).problems) == {"description"}
    assert partner.post(page, data=form | {"description": "Wir kochen."}).headers["location"] == page
    assert title not in coordinator.get("/portal/queue").text

    assert partner.post(f"{page}/submission").headers["location"] == page
    assert title in coordinator.get("/portal/queue").text
    assert site.anybody.get("/events", params={"q": title}).text.count(f"{title}</") == 0
    assert queued in site.mailbox.wait_for(coordinator_address, about=title).text

    returned = {"reason": "incomplete", "note": "Was kostet es?"}
    assert coordinator.post(f"{queued}/return", data=returned).headers["location"] == "/portal/queue"
    assert title not in coordinator.get("/portal/queue").text
    assert "Was kostet es?" in partner.get(page).text
    assert "Was kostet es?" in site.mailbox.wait_for(partner_address, about=title).text

    partner.post(page, data=form | {"description": "Wir kochen. Es kostet nichts."})
    assert partner.post(f"{page}/submission").headers["location"] == page
    assert coordinator.post(f"{queued}/publication").headers["location"] == "/portal/queue"
    assert title in site.anybody.get("/events", params={"q": title}).text
    mails = eventually(
        lambda: two if len(two := site.mailbox.list_for(partner_address, about=title)) == 2 else [],
        what="The mail that it is published",
    )
    assert "/events/" in mails[0].text


def test_a_published_event_stands_on_the_list_on_its_page_and_in_all_feeds(site: Site) -> None:
    event = a_published_event(site)

    assert event["title"] in site.anybody.get("/events", params={"from": f"{NEXT_YEAR}-05-03"}).text
    assert event["title"] in site.anybody.get(f"/events/{event['slug']}").text
    listed = json_of(site.anybody.get("/api/events", params={"q": event["title"]}), 200)["items"]
    assert [each["id"] for each in listed] == [event["id"]]
    for path in [*paths_of(event), "/calendar.ics?category=meeting", "/calendar-archive.ics"]:
        entry = eventually(lambda path=path: entry_in(site.anybody, path, event), what=f"The entry in {path}")
        assert entry["SUMMARY"] == event["title"]
        assert entry["STATUS"] == "CONFIRMED"


def test_how_to_join_online_is_told_to_nobody_but_those_who_have_a_place(site: Site) -> None:
    event = an_open_event(site, capacity=1)
    coming, waiting = a_person(event), a_person(event)
    for person in (coming, waiting):
        sign_up(site, person)
    mails = {
        person["email"]: site.mailbox.wait_for(person["email"], about=event["title"]) for person in (coming, waiting)
    }
    own_pages = {address: site.anybody.get(found(OWN_PAGE, mail.text)).text for address, mail in mails.items()}

    assert SECRET in own_pages[coming["email"]]
    assert SECRET in site.partner.get(f"/api/events/{event['id']}").text
    public = [
        *paths_of(event),
        "/calendar-archive.ics",
        "/calendar.ics?lang=en",
        f"/events/{event['slug']}",
        f"/register/{event['slug']}",
        f"/events?q={event['title']}",
        f"/api/events?q={event['title']}",
        f"/api/events/{event['id']}",
    ]
    other = site.website("wlik")
    eventually(lambda: entry_in(site.anybody, public[0], event), what="The entry in the calendar")
    for path in public:
        for caller in (site.anybody, other):
            answer = caller.get(path)
            assert answer.is_success
            assert SECRET not in answer.text, path
    assert SECRET not in own_pages[waiting["email"]]
    for mail in mails.values():
        assert SECRET not in mail.text + mail.html + "".join(part.content or "" for part in mail.attachments)


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_who_signs_up_gets_a_mail_in_their_language_with_the_date_and_a_link(site: Site, language: str) -> None:
    event = an_open_event(site)
    person = a_person(event, language=language, party_size=3)

    answer = sign_up(site, person)

    assert answer.keys() == {"id", "status"}
    assert answer["status"] == "confirmed"
    mail = site.mailbox.wait_for(person["email"], about=event["title"])
    words = catalogue(language).gettext("You have a place: %(title)s").partition("%")[0]
    assert mail.subject.startswith(words)
    assert f'lang="{language}"' in mail.html
    [attachment] = mail.attachments
    assert attachment.content_type == "text/calendar"
    assert f"UID:{event['id']}\r\n" in (attachment.content or "").replace("\r\n ", "").replace("\n", "\r\n").replace(
        "\r\r", "\r"
    )
    assert site.anybody.get(found(OWN_PAGE, mail.text)).is_success


def test_one_signs_up_on_the_page_sees_the_place_and_cancels_there(site: Site) -> None:
    event = an_open_event(site)
    citizen = site.caller()
    page = f"/register/{event['slug']}"
    person = {name: value for name, value in a_person(event, consent="on").items() if name != "event_id"}

    answer = citizen.post(page, data=Form(citizen.get(page).text).values | person)

    assert answer.status_code == 303
    assert "There is room for you" in citizen.get(answer.headers["location"]).text
    link = found(OWN_PAGE, site.mailbox.wait_for(person["email"], about=event["title"]).text)
    assert SECRET in citizen.get(link).text
    assert seats_left(site, event, 19)

    for _ in range(2):
        assert citizen.post(f"{link}/cancellation").status_code == 303
    assert "You have cancelled" in citizen.get(link).text
    assert SECRET not in citizen.get(link).text
    assert seats_left(site, event, 20)
    site.wait_until_quiet()
    assert len(site.mailbox.list_for(person["email"])) == 2


def test_a_full_roster_says_so_and_a_freed_place_goes_to_the_first_who_waits(site: Site) -> None:
    event = an_open_event(site, capacity=2)
    first, second = a_person(event, party_size=2), a_person(event)
    assert sign_up(site, first)["status"] == "confirmed"
    assert seats_left(site, event, 0)
    assert "Join the waiting list" in site.anybody.get(f"/events/{event['slug']}").text
    assert "All places are taken" in site.anybody.get(f"/register/{event['slug']}").text

    answer = sign_up(site, second)

    assert (answer["status"], answer["waiting_position"]) == ("waiting", 1)
    link = found(OWN_PAGE, site.mailbox.wait_for(second["email"], about=event["title"]).text)
    assert "You are on the waiting list" in site.anybody.get(link).text

    freed = found(OWN_PAGE, site.mailbox.wait_for(first["email"], about=event["title"]).text)
    assert site.anybody.post(f"{freed}/cancellation").status_code == 303
    site.mailbox.wait_for(second["email"], about="You have a place")
    assert "You have a place" in site.anybody.get(link).text
    assert seats_left(site, event, 1)


def seats_left(site: Site, event: dict[str, str], count: int) -> bool:
    """Wait until the event's page and API say so."""
    words = "Full, waiting list open" if count == 0 else f"{count} place{'s' if count > 1 else ''} free"
    return eventually(
        lambda: (
            json_of(site.anybody.get(f"/api/events/{event['id']}"), 200)["seats_left"] == count
            and words in site.anybody.get(f"/events/{event['slug']}").text
        ),
        what=f"{count} places left",
    )


def test_a_moved_event_moves_in_the_feed_and_three_edits_are_one_mail_then_it_is_cancelled(site: Site) -> None:
    event = an_open_event(site, capacity=1)
    people = [a_person(event), a_person(event)]
    for person in people:
        sign_up(site, person)
        site.mailbox.wait_for(person["email"], about=event["title"])
    feed = paths_of(event)[0]
    before = eventually(lambda: entry_in(site.anybody, feed, event), what="The entry")

    for hour in ("18:20", "18:40", "19:00"):
        moved = {"starts_at": f"{NEXT_YEAR}-05-04T{hour}:00", "ends_at": f"{NEXT_YEAR}-05-04T21:00:00"}
        json_of(site.partner.patch(f"/api/events/{event['id']}", json=moved), 200)

    after = eventually(
        lambda: entry if (entry := entry_in(site.anybody, feed, event)) and entry.start.hour == 19 else None,
        what="The new date in the feed",
    )
    assert after is not None
    assert after["UID"] == before["UID"] == event["id"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["LAST-MODIFIED"].dt >= before["LAST-MODIFIED"].dt
    for person in people:
        text = site.mailbox.wait_for(person["email"], about="Changed:").text
        assert text.index("18:00") < text.index("19:00")
        assert "18:20" not in text
        assert "18:40" not in text

    json_of(site.partner.post(f"/api/events/{event['id']}/cancellation"), 201)

    cancelled = eventually(
        lambda: entry if (entry := entry_in(site.anybody, feed, event)) and entry["STATUS"] == "CANCELLED" else None,
        what="The cancellation in the feed",
    )
    assert cancelled is not None
    assert cancelled["UID"] == event["id"]
    assert cancelled["SEQUENCE"] > after["SEQUENCE"]
    assert event["title"] in cancelled["SUMMARY"] != event["title"]
    eventually(
        lambda: site.anybody.post("/api/registrations", json=a_person(event)).status_code == 409,
        what="The closing of the roster",
    )
    assert 'name="nonce"' not in site.anybody.get(f"/register/{event['slug']}").text
    for person in people:
        site.mailbox.wait_for(person["email"], about="Cancelled:")
    site.wait_until_quiet()
    assert [len(site.mailbox.list_for(person["email"])) for person in people] == [3, 3]


def test_a_removed_member_is_out_of_all_three_services(site: Site) -> None:
    address = "gone@ki-ennepe-ruhr.example"
    operate(site, "add-member", "ki-ennepe-ruhr", "Gerda Gone", address, "coordinator")
    browser = site.log_in(address)
    pages = ("/portal", "/portal/queue", "/portal/rosters", "/portal/mails") + tuple(
        f"/portal/operations/{service}" for service in ("events", "registration", "notify")
    )
    for page in pages:
        eventually(lambda page=page: browser.get(page).is_success, what=f"Being let into {page}")

    operate(site, "remove-member", address)

    for page in pages:
        eventually(
            lambda page=page: browser.get(page).headers.get("location", "").startswith("/login"),
            what=f"Being out of {page}",
        )
    known = len(site.mailbox.list_for(address))
    assert site.anybody.post("/login", data={"email": address}).headers["location"] == "/login/sent"
    site.wait_until_quiet()
    assert len(site.mailbox.list_for(address)) == known


def operate(site: Site, *arguments: str) -> None:
    """What an operator types."""
    subprocess.run(
        [sys.executable, "-m", "services.events", *arguments],
        cwd=ROOT,
        env=environment_of(site.running.stack) | site.running.environment("events"),
        check=True,
        stdout=subprocess.DEVNULL,
    )
