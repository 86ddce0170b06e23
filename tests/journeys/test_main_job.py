"""A partner's activity reaches the shared calendar: logging in, the queue, the public pages, and leaving again."""

import subprocess
import sys
from functools import partial

import httpx

from deploy.local.programs import environment_of
from deploy.local.stack import ROOT
from tests.journeys.feeds import paths_of, wait_for_entry
from tests.journeys.given import NEXT_YEAR, SECRET, a_person, a_published_event, an_open_event, sign_up, typed
from tests.journeys.pages import Form
from tests.journeys.site import COORDINATOR, OWN_PAGE, PARTNER, Site, eventually, found, json_of


def test_the_link_from_a_mail_opens_a_page_with_a_button_and_logs_in_once(site: Site) -> None:
    link = site.login_link(site.address_of(PARTNER))
    path = link.removeprefix(site.running.base_url)
    member, other = site.caller(), site.caller()
    for _ in range(2):
        assert f'method="post" action="{path}"' in member.get(link).text
    assert member.get("/portal").headers["location"].startswith("/login")

    assert member.post(link).headers["location"] == "/portal"

    assert member.get("/portal").is_success
    assert other.post(link).status_code == 409
    assert not other.get("/portal").is_success


def test_an_entry_is_submitted_returned_with_a_reason_submitted_again_and_published(site: Site) -> None:
    partner, coordinator = site.browser_of(PARTNER), site.browser_of(COORDINATOR)
    form = typed(description="")
    title = form["title"]

    page = partner.post("/portal/events", data=form).headers["location"].removesuffix("/edit/when")
    queued = page.replace("/portal/events", "/portal/queue")
    refused = partner.post(f"{page}/submission")
    assert refused.status_code == 422
    assert set(Form(refused.text).problems) == {"description"}
    what, when = f"{page}/edit/what", f"{page}/edit/when"
    assert partner.post(what, data=form | {"description": "Wir kochen."}).headers["location"] == when
    assert title not in coordinator.get("/portal/queue").text

    assert partner.post(f"{page}/submission").headers["location"] == page
    assert title in coordinator.get("/portal/queue").text
    assert title not in titles_of(site, title)
    assert queued in site.mailbox.wait_for(site.address_of(COORDINATOR), about=title).text

    why = {"reason": "incomplete", "note": "Was kostet es?"}
    assert coordinator.post(f"{queued}/return", data=why).headers["location"] == "/portal/queue"
    assert title not in coordinator.get("/portal/queue").text
    assert "Was kostet es?" in partner.get(page).text
    assert "Was kostet es?" in site.mailbox.wait_for(site.address_of(PARTNER), about=title).text

    partner.post(what, data=form | {"description": "Wir kochen. Es kostet nichts."})
    assert partner.post(f"{page}/submission").headers["location"] == page
    assert coordinator.post(f"{queued}/publication").headers["location"] == "/portal/queue"
    assert title in titles_of(site, title)
    mails = eventually(
        lambda: both if len(both := site.mailbox.list_for(site.address_of(PARTNER), about=title)) == 2 else [],
        what="The mail that it is published",
    )
    assert "/events/" in mails[0].text


def titles_of(site: Site, search: str) -> list[str]:
    """The titles of the public events that are found by this word."""
    return [each["title"] for each in json_of(site.anybody.get("/api/events", params={"q": search}), 200)["items"]]


def test_a_published_event_stands_on_the_list_on_its_page_and_in_all_feeds(site: Site) -> None:
    event = a_published_event(site)

    assert event["title"] in site.anybody.get("/events", params={"from": f"{NEXT_YEAR}-05-03"}).text
    assert event["title"] in site.anybody.get(f"/events/{event['slug']}").text
    assert titles_of(site, event["title"]) == [event["title"]]
    for path in [*paths_of(event), "/calendar.ics?category=meeting", "/calendar-archive.ics"]:
        entry = wait_for_entry(site.anybody, path, event)
        assert (entry.summary, entry.status, entry.sequence) == (event["title"], "CONFIRMED", 0)


def test_how_to_join_online_is_told_to_nobody_but_those_who_have_a_place(site: Site) -> None:
    event = an_open_event(site, capacity=1)
    coming, waiting = a_person(event), a_person(event)
    for person in (coming, waiting):
        sign_up(site, person)
    mails = [site.mailbox.wait_for(person["email"], about=event["title"]) for person in (coming, waiting)]
    own_page, page_of_waiting = (site.anybody.get(found(OWN_PAGE, mail.text)).text for mail in mails)
    wait_for_entry(site.anybody, paths_of(event)[0], event)
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

    assert SECRET in own_page
    assert SECRET in site.partner.get(f"/api/events/{event['id']}").text
    assert SECRET not in page_of_waiting
    for caller in (site.anybody, site.website("wlik"), site.browser_of("wlik")):
        for path in public:
            answer = caller.get(path)
            assert answer.is_success
            assert SECRET not in answer.text, path
    for mail in mails:
        assert SECRET not in mail.text + mail.html + "".join(part.content or "" for part in mail.attachments)


def test_a_removed_member_is_out_of_all_three_services(site: Site) -> None:
    address = "gerda.gone@ki-ennepe-ruhr.example"
    operate(site, "add-member", "ki-ennepe-ruhr", "Gerda Gone", address, "coordinator")
    browser = site.log_in(address)
    operations = (f"/portal/operations/{service}" for service in ("events", "registration", "notify"))
    pages = ["/portal", "/portal/queue", "/portal/rosters", "/portal/mails", *operations]
    for page in pages:
        eventually(partial(lets_in, browser, page), what=f"Being let into {page}")

    operate(site, "remove-member", address)

    for page in pages:
        eventually(partial(sends_to_login, browser, page), what=f"Being out of {page}")
    known = len(site.mailbox.list_for(address))
    site.ask_for_login(address)
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


def lets_in(browser: httpx.Client, page: str) -> bool:
    return browser.get(page).is_success


def sends_to_login(browser: httpx.Client, page: str) -> bool:
    location: str = browser.get(page).headers.get("location", "")
    return location.startswith("/login")
