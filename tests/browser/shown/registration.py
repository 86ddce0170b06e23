"""Pages of rosters, and of those who have signed up."""

from typing import Any

from tests.browser.shown.paths import Paths, path_in_mail
from tests.journeys.given import NEXT_YEAR, a_person, an_open_event, set_for, sign_up
from tests.journeys.site import OWN_PAGE, Site, json_of

QUESTION = {"id": "food", "kind": "choice", "text": "Was essen Sie?", "options": ["Alles", "Vegetarisch"]}
LONG = "Donaudampfschifffahrtsgesellschaft" * 3
# What somebody reads right after having signed up.
REPLIES = (
    "status=waiting&position=3",
    f"status=pending&held_until={NEXT_YEAR}-05-01T12:00",
    f"status=confirmed&dates={NEXT_YEAR}-05-03T18:00:00_confirmed,{NEXT_YEAR}-05-10T18:00:00_waiting_2",
)


def crowded(site: Site, paths: Paths) -> None:
    """One party has both places, two wait."""
    event = an_open_event(site, capacity=2, title=LONG)
    for _ in range(3):
        sign_up(site, a_person(event, party_size=2))
    query = {"event_id": event["id"]}
    [roster] = json_of(site.partner.get("/api/registrations/rosters", params=query), 200)["items"]
    parties = json_of(site.partner.get("/api/registrations", params=query), 200)["items"]

    of_roster, of_party = f"/portal/rosters/{event['id']}", f"/portal/rosters/registrations/{parties[0]['id']}"
    paths.anybody += [f"/events/{event['slug']}", f"/register/{event['slug']}", own_page(site, event)]
    paths.anybody += [f"/register/{event['slug']}/received?{reply}" for reply in REPLIES]
    paths.members += [f"/portal/events/{event['id']}"]
    paths.members += [f"{of_roster}{part}" for part in ("", "/announcement", "/new", "/print")]
    paths.members += [f"/portal/rosters/dates/{roster['id']}{part}" for part in ("/capacity", "/door")]
    paths.members += [f"{of_party}{part}" for part in ("", "/edit", "/transfer")]
    paths.members += [f"/portal/rosters/registrations/{parties[-1]['id']}"]


def asking(site: Site, paths: Paths) -> None:
    """An event that wants to know names, a meal, and whether the address is theirs."""
    event = an_open_event(site, title=LONG)
    set_for(site, event, questions=[QUESTION], asks_names=True, proves_address=True, note="Bitte Tassen mitbringen.")
    pending = own_page(site, event, attendees=["Olena", "Taras"])

    settings = f"/portal/rosters/{event['id']}/settings"
    paths.anybody += [f"/register/{event['slug']}", pending]
    paths.members += [f"/portal/rosters/{event['id']}", settings, f"{settings}/new-question"]
    paths.members += [f"{settings}/questions", f"{settings}/questions/{QUESTION['id']}"]


def own_pages(site: Site, paths: Paths) -> None:
    """What people find behind the links in their mails, in each state."""
    event = an_open_event(site, capacity=2)
    cancelled = own_page(site, event)
    offered, gone = own_page(site, event), own_page(site, event)
    assert site.anybody.post(f"{cancelled}/cancellation").status_code == 303
    confirmed = own_page(site, an_open_event(site, title=LONG))
    paths.anybody += [f"{confirmed}{part}" for part in ("", "/change", "/pass-on", "/feed", "/erasure")]
    paths.anybody += [cancelled, offered, site.anybody.post(f"{gone}/erasure").headers["location"]]


def own_page(site: Site, event: dict[str, Any], **changes: Any) -> str:
    """Of two who have just signed up."""
    person = a_person(event, party_size=2, **changes)
    sign_up(site, person)
    return path_in_mail(site, person["email"], OWN_PAGE)
