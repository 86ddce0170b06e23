"""With the link from their mail, people have their dates in their own calendar, and have all of theirs deleted."""

import re
from typing import Any

from icalendar import Calendar

from tests.journeys.given import SECRET, a_person, an_open_event, roster_of, sign_up
from tests.journeys.pages import Form
from tests.journeys.site import OWN_PAGE, Site, eventually, found


def own_page(site: Site, person: dict[str, Any]) -> str:
    return found(OWN_PAGE, site.mailbox.wait_for(person["email"]).text)


def test_a_private_calendar_holds_later_dates_too_and_is_asked_for_by_its_tag(site: Site) -> None:
    first, second = an_open_event(site), an_open_event(site)
    person = a_person(first)
    sign_up(site, person)
    made = site.anybody.post(f"{own_page(site, person)}/feed")
    address = found(r"http://[^\s\"<]+/registrations/feeds/[^\s\"<?]+\.ics", made.text)
    sign_up(site, person | {"event_id": second["id"]})

    [entry] = site.mailbox.wait_for(person["email"], about=first["title"]).entries
    feed = eventually(lambda: two_dates(site, address), what="The second date in the feed")

    assert feed.headers["cache-control"] == "private, no-cache"
    assert feed.headers["content-type"] == "text/calendar; charset=utf-8"
    # What was mailed is the same entry.
    assert entry["UID"] in {each["UID"] for each in Calendar.from_ical(feed.content).events}
    assert SECRET in feed.text.replace("\r\n ", "")
    again = site.anybody.get(address, headers={"If-None-Match": feed.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert site.anybody.head(address).headers["etag"] == feed.headers["etag"]


def two_dates(site: Site, address: str) -> Any:
    feed = site.anybody.get(address)
    return feed if len(Calendar.from_ical(feed.content).events) == 2 else None


def test_all_is_deleted_everywhere_even_when_the_mails_are_away_at_first(site: Site) -> None:
    event = an_open_event(site)
    person = a_person(event, name="Olena Kovalchuk")
    sign_up(site, person)
    link = own_page(site, person)
    site.wait_until_quiet()
    form = Form(site.anybody.get(f"{link}/erasure").text)

    with site.without("notify"):
        receipt = site.anybody.post(f"{link}/erasure", data=form.values).headers["location"]
        assert "We are deleting" in site.anybody.get(receipt).text
    eventually(lambda: "Everything is deleted" in site.anybody.get(receipt).text, what="The end of the erasure")

    counts = site.anybody.get(f"/api{receipt}").json()
    assert (counts["registration"]["registrations"], counts["notify"]["participants"]) == (1, 1)
    assert site.anybody.get(link).status_code == 404
    [left] = roster_of(site, event).values()
    assert (left["name"], left["email"], left["status"]) == ("", "", "cancelled")
    mails = site.coordinator.get("/api/mails", params={"recipient": person["email"]}).json()["items"]
    assert mails == []
    assert not re.search("Kovalchuk", site.anybody.get(receipt).text)
