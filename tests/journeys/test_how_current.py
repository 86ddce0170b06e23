"""How current calendar apps are, through the whole stack: from an app's requests at the edge to the page."""

import time
from typing import Any

from tests.journeys.feeds import fetch, wait_for_entry
from tests.journeys.given import a_published_event
from tests.journeys.site import Site, eventually, json_of

THUNDERBIRD = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.4.0"


def test_a_change_that_an_app_fetches_is_counted_without_saying_whose_app_it_was(site: Site) -> None:
    event = a_published_event(site)
    feed = f"/events/{event['slug']}.ics"
    wait_for_entry(site.anybody, feed, event)
    before = fetch(site.anybody, feed, user_agent=THUNDERBIRD)
    # Last-Modified has whole seconds, so two changes within one are one.
    time.sleep(1)
    json_of(site.partner.patch(f"/api/events/{event['id']}", json={"title": "Sprachcafé im Garten"}), 200)
    wait_for_entry(site.anybody, feed, event, summary="Sprachcafé im Garten")

    assert fetch(site.anybody, feed, user_agent=THUNDERBIRD, if_none_match=before.headers["etag"]).status_code == 200

    def counted() -> dict[str, Any] | None:
        items = json_of(site.anybody.get("/api/events/how-current"), 200)["items"]
        found = (each for each in items if each["family"] == "thunderbird" and each["changes_counted"])
        return next(found, None)

    thunderbird = eventually(counted, what="The change that Thunderbird fetched")
    assert thunderbird is not None
    assert thunderbird["requests_in_7_days"] >= 2
    assert "Thunderbird" in site.anybody.get("/how-current").text
    lines = [line for line in site.running.stack.feeds_log.read_text().splitlines() if feed in line]
    assert len(lines) >= 2
    assert not any(word in line for line in lines for word in ("remote_ip", "client_ip", "127.0.0.1"))
