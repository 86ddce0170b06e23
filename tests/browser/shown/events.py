"""Pages of entries and events, and of those who make them."""

from uuid import uuid4

from services.events.domain.entry_steps import Step
from tests.browser.shown.paths import Paths, path_in_mail
from tests.events.sending import SAID
from tests.journeys.given import NEXT_YEAR, a_draft, a_published_event, published, wait_until_open
from tests.journeys.site import PARTNER, Site, json_of
from tests.pictures import a_jpeg, a_pdf, saved


def organisation(site: Site, paths: Paths) -> None:
    own = f"/api/organisations/{PARTNER}"
    closed = {"text": "Zu", "valid_from": f"{NEXT_YEAR}-02-18", "valid_until": f"{NEXT_YEAR}-02-19"}
    offer = json_of(site.partner.post(f"{own}/offers", json={"title": "Beratung"}), 201)
    notice = json_of(site.partner.post(f"{own}/notices", json=closed), 201)
    paths.members += [f"/portal/offers/{offer['id']}", f"/portal/notices/{notice['id']}"]


def invited(site: Site, paths: Paths) -> None:
    """To log in, and to become a member."""
    email = f"kim.{uuid4().hex[:8]}@people.example"
    json_of(site.partner.post(f"/api/organisations/{PARTNER}/invitations", json={"name": "Kim", "email": email}), 201)
    paths.anybody += [path_in_mail(site, email, r"http://\S+/invitations/\S+")]
    paths.anybody += [site.login_link(site.address_of(PARTNER)).removeprefix(site.running.base_url)]


def entries(site: Site, paths: Paths) -> None:
    """What a partner has not published yet."""
    draft, submitted, returned = a_draft(site), a_draft(site), a_draft(site)
    for each in (submitted, returned):
        json_of(site.partner.post(f"/api/events/{each['id']}/submission"), 201)
    reason = {"reason": "incomplete", "note": "Wo ist der Eingang?"}
    json_of(site.coordinator.post(f"/api/events/{returned['id']}/return", json=reason), 201)
    within = a_draft(site, campaign="woche-der-vielfalt", **on_a_day(site, "woche-der-vielfalt"))
    parts = ("", *(f"/edit/{step}" for step in Step), "/preview", "/texts", "/texts/uk", "/pictures", "/flyers")
    paths.members += [f"/portal/events/{draft['id']}{part}" for part in parts]
    paths.members += [f"/portal/events/{each['id']}" for each in (submitted, returned)]
    paths.members += [f"/portal/events/{within['id']}/campaign-answers"]
    paths.coordinators += [f"/portal/queue/{submitted['id']}"]


def on_a_day(site: Site, campaign: str) -> dict[str, str]:
    """Times on the first day of the campaign."""
    day = json_of(site.anybody.get(f"/api/campaigns/{campaign}"), 200)["starts_on"]
    return {"starts_at": f"{day}T18:00:00", "ends_at": f"{day}T20:00:00"}


def cancelled_and_undated(site: Site, paths: Paths) -> None:
    cancelled, undated = a_published_event(site), a_published_event(site, starts_at=None, ends_at=None)
    json_of(site.partner.post(f"/api/events/{cancelled['id']}/cancellation"), 201)
    paths.anybody += [f"/events/{each['slug']}" for each in (cancelled, undated)]
    paths.members += [f"/portal/events/{cancelled['id']}"]


def series(site: Site, paths: Paths) -> None:
    """With a picture, a flyer and a translation; others may take part, and one wants to."""
    draft = a_draft(site, recurrence={"rule": "FREQ=WEEKLY;COUNT=3"}, wants_co_organisers=True)
    own = f"/api/events/{draft['id']}"
    picture = {"file": ("IMG_1.jpg", a_jpeg(), "image/jpeg")}
    flyer = {"file": ("flyer.pdf", saved(a_pdf(1)), "application/pdf")}
    json_of(site.partner.post(f"{own}/pictures", files=picture, data=SAID), 201)
    json_of(site.partner.post(f"{own}/flyers", files=flyer, data={"title": "Einladung"}), 201)
    json_of(site.partner.put(f"{own}/texts/uk", json={"title": "Мовне кафе"}), 200)
    published(site, draft)
    wait_until_open(site, draft)
    assert site.coordinator.post(f"{own}/co-organisers", json={"note": "Wir bringen Musik."}).is_success
    event = json_of(site.partner.get(own), 200)

    page, second = f"/portal/events/{event['id']}", event["occurrences"][1]["id"]
    paths.anybody += [f"/events/{event['slug']}", f"/register/{event['slug']}?dates=all"]
    paths.members += [page, f"{page}/texts/uk"]
    paths.members += [f"{page}/occurrences/{second}{part}" for part in ("", "/continuation")]
    paths.members += [f"/portal/pictures/{each['id']}" for each in event["pictures"]]
    paths.members += [f"/portal/flyers/{each['id']}" for each in event["flyers"]]
    paths.coordinators += [f"{page}/co-organisers"]
