"""A coordinator's way through the site: the queue, the months, a campaign, the newsletter, and how all of it runs."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.given import Words, choose_in_menu, enter
from tests.browser.people import People
from tests.journeys.given import NEXT_YEAR, a_draft
from tests.journeys.site import COORDINATOR, Site, json_of

CAMPAIGN = "woche-der-vielfalt"


@pytest.fixture
def submitted(site: Site) -> dict[str, Any]:
    draft = a_draft(site)
    json_of(site.partner.post(f"/api/events/{draft['id']}/submission"), 201)
    return draft


async def test_a_coordinator_publishes_looks_at_the_year_makes_an_edition_and_sees_how_all_of_it_runs(
    site: Site, people: People, submitted: dict[str, Any], phone: Page, words: Words
) -> None:
    title = submitted["title"]

    await enter(phone, site, COORDINATOR)
    await publish(phone, people, title, words)
    await look_at_month_and_year(phone, people, title, words)
    await look_into_a_campaign(phone, words)
    await make_an_edition(phone, people, title, words)
    await read_who_changed_what(phone, title, words)
    await see_how_it_runs(phone, words)


async def publish(page: Page, people: People, title: str, words: Words) -> None:
    await choose_in_menu(page, words("To review"))
    await people.look(page)
    await page.get_by_role("link", name=title).click()
    await expect(page.get_by_role("heading", name=words("Decide"))).to_be_visible()
    await people.look(page)
    await page.get_by_role("button", name=words("Publish"), exact=True).click()
    await expect(page.get_by_role("heading", name=words("To review"))).to_be_visible()
    await expect(page.get_by_role("link", name=title)).to_have_count(0)


async def look_at_month_and_year(page: Page, people: People, title: str, words: Words) -> None:
    """From this month to this year, the next one, and the month in it."""
    await choose_in_menu(page, words("Calendar"))
    await page.get_by_role("link", name=words("The whole year")).click()
    await page.locator(f'main a[href="?year={NEXT_YEAR}"]').first.click()
    await expect(page.locator("h1")).to_have_text(str(NEXT_YEAR))
    await expect(page.locator("main section")).to_have_count(12)
    await page.locator(f'main a[href="?year={NEXT_YEAR}&month=5"]').click()
    await expect(page.locator("main table").get_by_role("link", name=title)).to_be_visible()
    await people.look(page)


async def look_into_a_campaign(page: Page, words: Words) -> None:
    """Who has entered, who has not, and on which days."""
    await choose_in_menu(page, words("Campaigns"))
    await page.locator(f'main a[href="/portal/campaigns/{CAMPAIGN}"]').first.click()
    for heading in ("Who has entered", "Who has not", "Entries by day", "Report"):
        await expect(page.get_by_role("heading", name=words(heading), exact=True)).to_be_visible()


async def make_an_edition(page: Page, people: People, title: str, words: Words) -> None:
    """Of the newsletter, and look at the mail that it will be."""
    await choose_in_menu(page, words("Newsletter"))
    await page.get_by_role("link", name=words("New edition")).click()
    await page.locator("[name=title]").fill(f"Rundbrief: {title}")
    await page.locator("[name=welcome]").fill("Guten Tag,\n\nin unseren Häusern brennt Licht.")
    await page.locator("[name='events.from_on']").fill(f"{NEXT_YEAR}-05-01")
    await page.locator("[name='events.until_on']").fill(f"{NEXT_YEAR}-05-31")
    await page.locator("main form.form button").click()
    await expect(page.locator("h1")).to_have_text(f"Rundbrief: {title}")
    await people.look(page)
    await page.get_by_role("link", name=words("Preview as a mail")).click()
    await expect(page.frame_locator("iframe").locator("h1").first).to_have_text(f"Rundbrief: {title}")
    await people.look(page)


async def read_who_changed_what(page: Page, title: str, words: Words) -> None:
    await choose_in_menu(page, words("Network"))
    await page.get_by_role("link", name=words("Who changed what")).click()
    await expect(page.locator("main").get_by_text(title).first).to_be_visible()


async def see_how_it_runs(page: Page, words: Words) -> None:
    """Mails, and each service."""
    await choose_in_menu(page, words("Operation"))
    await expect(page.get_by_role("heading", name=words("Mails"), exact=True)).to_be_visible()
    for service in ("events", "registration", "notify"):
        await page.locator(f'main a[href="/portal/operations/{service}"]').click()
        await expect(page.locator("h1")).to_contain_text(service)
