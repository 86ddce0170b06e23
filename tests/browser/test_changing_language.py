"""Whoever changes the language stays where they are, with what they typed."""

from playwright.async_api import Page, expect

from tests.browser.given import enter
from tests.browser.people import People
from tests.journeys.given import an_open_event
from tests.journeys.site import PARTNER, Site


async def change_language(page: Page, name: str) -> None:
    await page.locator("details.menu").first.locator("summary").click()
    await page.get_by_role("link", name=name, exact=True).click()


async def test_what_was_typed_is_there_in_the_other_language_also_after_a_mistake(site: Site, people: People) -> None:
    event = an_open_event(site)
    page = await people.on_a_phone("de")
    await page.goto(f"/register/{event['slug']}")
    await page.locator("[name=name]").fill("Olena Koval")
    await page.locator("[name=consent]").check()

    await change_language(page, "العربية")
    await page.wait_for_url("**lang=ar")
    await expect(page.locator("[name=name]")).to_have_value("Olena Koval")
    await expect(page.locator("[name=consent]")).to_be_checked()

    await page.locator("[name=email]").fill("olena")
    await page.locator("main form button:not([formaction])").last.click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await change_language(page, "Українська")
    await page.wait_for_url("**lang=uk")
    await expect(page.locator("[name=email]")).to_have_value("olena")
    await expect(page.locator("html")).to_have_attribute("lang", "uk")

    await page.reload()
    await expect(page.locator("[name=email]")).to_have_value("")


async def test_the_answer_to_a_form_leads_back_to_its_page(site: Site, people: People) -> None:
    page = await people.at_a_desk("de")
    await enter(page, site, PARTNER)
    await page.goto("/portal/notices/new?organisation=caritas-witten")
    await page.locator("main form button").last.click()
    await expect(page.get_by_role("alert")).to_be_visible()

    await change_language(page, "English")
    await page.wait_for_url("**/portal/notices/new?organisation=caritas-witten&lang=en")
