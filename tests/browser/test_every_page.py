"""Every page on a narrow phone and at a desk: nobody scrolls sideways, and neither the browser nor axe complains.

What depends on colours is looked for in German alone, in light on the phone and in dark at the desk.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest
from msgspec import Struct
from playwright.async_api import Page

from services.events.domain.entry_steps import Step
from tests.browser.given import enter
from tests.browser.people import People
from tests.journeys.given import a_draft, a_person, an_open_event, sign_up
from tests.journeys.site import Site

# What a page has once: its heading, and the part that is not the same on every page.
ALONE = """["h1", "main"].map((each) => document.querySelectorAll(each).length)"""
PUBLIC = (
    "/",
    "/events",
    "/events?q=nothing+fits",
    "/events?q=sprachkaffe",
    "/events?view=month",
    "/events?view=week&language=uk",
    "/events?language=uk&from=2021-01-01",
    "/organisations",
    "/organisations/caritas-witten",
    "/campaigns",
    "/campaigns/aktionswochen-gegen-rassismus",
    "/campaigns/aktionswochen-gegen-rassismus/changes",
    "/organisations/helpkiosk",
    "/organisations/apply",
    "/organisations/apply/received",
    "/offers",
    "/offers?q=nothing+fits",
    "/offers?for_whom=women&language=ar",
    "/subscribe",
    "/subscribe?cost=free",
    "/embed",
    "/embed/events",
    "/how-current",
    "/login",
    "/login/sent",
    "/login/unknown",
    "/newsletter",
    "/subscriptions/received",
    "/subscriptions/erased",
    "/register/privacy",
    "/about",
    "/accessibility",
    "/privacy",
    "/imprint",
    "/offline",
    "/mailbox",
)
PORTAL = (
    "/portal",
    "/portal/calendar",
    "/portal/calendar?year=2031",
    "/portal/events/new",
    "/portal/feed",
    "/portal/rosters",
    "/portal/campaigns",
    "/portal/campaigns/woche-der-vielfalt",
    "/portal/newsletter",
    "/portal/organisation",
    "/portal/organisation/edit",
    "/portal/organisation/pictures",
    "/portal/offers/new",
    "/portal/notices/new",
    "/portal/members",
    "/portal/profile",
    "/portal/mails/wishes",
    "/portal/tokens",
)
COORDINATOR = (
    "/portal",
    "/portal/queue",
    "/portal/campaigns/new",
    "/portal/campaigns/woche-der-vielfalt",
    "/portal/campaigns/woche-der-vielfalt/edit",
    "/portal/organisations",
    "/portal/organisations/new",
    "/portal/applications",
    "/portal/audit",
    "/portal/audit?kind=events",
    "/portal/newsletter",
    "/portal/newsletter/new",
    "/portal/mails",
    "/portal/mails?recipient=nobody",
    "/portal/newsletter/subscribers",
    "/portal/mails/received",
    "/portal/mails/bounced",
    "/portal/mails/texts",
    "/portal/mails/texts/all",
    "/portal/operations/events",
    "/portal/operations/registration",
    "/portal/operations/notify",
)
PROBLEMS = {
    "/nothing": 404,
    "/invitations/unknown": 409,
    "/still-on/unknown": 409,
    "/registrations/unknown": 404,
    "/subscriptions/unknown": 404,
    "/events?from=yesterday": 422,
    "/portal/queue": 403,
}


LANGUAGES = pytest.mark.parametrize("language", ["de", "uk", "ar"])


class Shown(Struct, frozen=True, kw_only=True):
    """What stands on the pages."""

    event: dict[str, Any]
    draft: dict[str, Any]
    submitted: dict[str, Any]


@pytest.fixture(scope="module")
def shown(site: Site) -> Shown:
    event = an_open_event(site, capacity=1, title="Donaudampfschifffahrtsgesellschaft" * 3)
    for _ in range(2):
        sign_up(site, a_person(event))
    submitted = a_draft(site)
    site.partner.post(f"/api/events/{submitted['id']}/submission").raise_for_status()
    return Shown(event=event, draft=a_draft(site), submitted=submitted)


@LANGUAGES
async def test_what_anybody_sees_fits_and_hinders_nobody(
    site: Site, people: People, shown: Shown, language: str
) -> None:
    slug = shown.event["slug"]
    anybody = await people.on_a_phone(language)
    await people.inspect(anybody)
    titles = await look_at(people, anybody, (*PUBLIC, f"/events/{slug}", f"/register/{slug}"))
    assert [path for path, title in titles.items() if Counter(titles.values())[title] > 1] == []


@LANGUAGES
async def test_what_members_see_fits_and_hinders_nobody(
    site: Site, people: People, shown: Shown, language: str
) -> None:
    event_id, draft_id = shown.event["id"], shown.draft["id"]
    parts = (
        "",
        *(f"/edit/{step}" for step in Step),
        "/preview",
        "/texts",
        "/texts/uk",
        "/pictures",
        "/flyers",
    )
    own = (f"/portal/events/{event_id}", *(f"/portal/events/{draft_id}{part}" for part in parts))
    member = await people.on_a_phone(language)
    await people.inspect(member)
    await enter(member, site, "caritas-witten")
    await look_at(people, member, (*PORTAL, *own))
    await look_at(people, member, (*roster_pages(site, event_id), *settings_pages(event_id)))
    for path, status in PROBLEMS.items():
        await look_at(people, member, [path], status=status)


@LANGUAGES
async def test_what_coordinators_see_fits_and_hinders_nobody(
    site: Site, people: People, shown: Shown, language: str
) -> None:
    coordinator = await people.on_a_phone(language)
    await people.inspect(coordinator)
    await enter(coordinator, site, "stabsstelle-integration")
    await look_at(people, coordinator, (*COORDINATOR, f"/portal/queue/{shown.submitted['id']}"))


def settings_pages(event_id: str) -> list[str]:
    """What an organiser sets for its sign-up."""
    return [f"/portal/rosters/{event_id}/settings{part}" for part in ("", "/questions", "/new-question")]


def roster_pages(site: Site, event_id: str) -> tuple[str, ...]:
    """The list of who comes to an event, and what can be done from there."""
    query = {"event_id": event_id}
    [roster] = site.partner.get("/api/registrations/rosters", params=query).json()["items"]
    party = site.partner.get("/api/registrations", params=query).json()["items"][0]["id"]
    of_party = (f"/portal/rosters/registrations/{party}{part}" for part in ("", "/edit", "/transfer"))
    of_event = (f"/portal/rosters/{event_id}{part}" for part in ("", "/announcement", "/new", "/print"))
    of_date = (f"/portal/rosters/dates/{roster['id']}{part}" for part in ("/capacity", "/door"))
    return (*of_event, *of_date, *of_party)


async def look_at(people: People, page: Page, paths: Iterable[str], *, status: int = 200) -> dict[str, str]:
    """Gives the title of each."""
    titles: dict[str, str] = {}
    for path in paths:
        answer = await page.goto(path)
        assert answer
        assert answer.status == status, path
        # What is folded away must fit as well.
        await page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true; })")
        await people.look_closely(page)
        assert await page.evaluate(ALONE) == [1, 1], path
        titles[path.partition("?")[0]] = await page.title()
    return titles
