"""An office keeps its list: somebody calls, the room gets smaller, and it all works on an old phone without scripts."""

from playwright.async_api import Page, expect

from tests.browser.people import People
from tests.journeys.given import a_person, an_open_event, roster_of, sign_up
from tests.journeys.site import PARTNER, Site

SESSION = "session"


async def log_in(page: Page, site: Site) -> None:
    """With the session of a member."""
    value = site.browser_of(PARTNER).cookies[SESSION]
    await page.context.add_cookies([{"name": SESSION, "value": value, "url": site.running.base_url}])


async def test_somebody_calls_and_gets_a_link_to_take_along(site: Site, people: People) -> None:
    event = an_open_event(site, capacity=5)
    page = await people.on_a_phone_without_scripts()
    await log_in(page, site)

    await page.goto(f"/portal/rosters/{event['id']}")
    await page.get_by_role("link", name="Add somebody").click()
    await page.get_by_label("Name").fill("Фатма Коваль")
    await page.get_by_label("How many people come?").fill("3")
    await page.get_by_label("Phone number").fill("02302 1234567")
    await page.get_by_role("button", name="Add").click()
    await expect(page.get_by_role("heading", name="Please check what you typed")).to_be_visible()
    await page.get_by_label("I asked them").check()
    await people.look(page)
    await page.get_by_role("button", name="Add").click()
    await expect(page.get_by_role("heading", name="Фатма Коваль")).to_be_visible()
    await people.look(page)

    await page.get_by_role("button", name="Make a link to hand out").click()
    await expect(page.locator(".door-code svg")).to_be_visible()
    await people.look(page)
    link = await page.locator("main code").inner_text()
    hers = await people.on_a_phone("uk")
    await hers.goto(link)
    await expect(hers.get_by_text("Фатма Коваль").first).to_be_visible()


async def test_a_smaller_room_takes_places_from_those_alone_who_are_named(site: Site, people: People) -> None:
    event = an_open_event(site, capacity=4)
    for name in ("Ada", "Bob", "Cem"):
        sign_up(site, a_person(event, name=name, party_size=1))
    page = await people.on_a_phone_without_scripts()
    await log_in(page, site)

    await page.goto(f"/portal/rosters/{event['id']}")
    await page.get_by_role("link", name="Places").first.click()
    await page.get_by_label("Places", exact=False).first.fill("2")
    await page.get_by_role("button", name="Save", exact=True).first.click()
    await expect(page.get_by_role("heading", name="More places are taken than that")).to_be_visible()
    await expect(page.get_by_role("link", name="Cem")).to_be_visible()
    await expect(page.get_by_role("link", name="Bob")).to_have_count(0)
    await people.look(page)
    await page.get_by_label("Cancel exactly these registrations.").check()
    await page.get_by_label("Reason").fill("Ein kleinerer Raum")
    await page.get_by_role("button", name="Save").click()

    await expect(page.get_by_text("2 of 2 places are taken.")).to_be_visible()
    assert {name: party["status"] for name, party in by_name(site, event).items()} == {
        "Ada": "confirmed",
        "Bob": "confirmed",
        "Cem": "cancelled",
    }


def by_name(site: Site, event: dict[str, str]) -> dict[str, dict[str, str]]:
    return {party["name"]: party for party in roster_of(site, event).values()}
