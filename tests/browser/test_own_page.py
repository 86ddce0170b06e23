"""What people do with the link from their mail, on a phone: also without scripts, also from right to left."""

import pytest
from playwright.async_api import expect

from tests.browser.people import People
from tests.browser.shown.registration import own_page
from tests.journeys.given import an_open_event, roster_of
from tests.journeys.site import Site


@pytest.mark.parametrize("language", ["de", "uk", "ar"])
async def test_the_address_that_is_shown_once_fits_and_hinders_nobody(
    site: Site, people: People, language: str
) -> None:
    page = await people.on_a_phone(language)
    await people.inspect(page)

    await page.goto(f"{own_page(site, an_open_event(site))}/feed")
    await page.locator("main form button").click()

    await expect(page.locator("main code")).to_be_visible()
    await people.look_closely(page)


async def test_without_scripts_one_changes_subscribes_and_deletes_everything(site: Site, people: People) -> None:
    event = an_open_event(site)
    link = own_page(site, event)
    page = await people.on_a_phone_without_scripts()
    await page.goto(link)

    await expect(page.get_by_role("img", name="QR code")).to_be_visible()
    await page.get_by_role("link", name="Change, or come with fewer").click()
    await page.get_by_label("How many people come?").fill("3")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("We look forward to all 3 of you.")).to_be_visible()

    await page.get_by_role("link", name="All my dates in my calendar").click()
    await page.get_by_role("button", name="Make my address").click()
    opens = page.get_by_role("link", name="Open in my calendar app")
    assert str(await opens.get_attribute("href")).startswith("webcal://")
    await page.get_by_role("link", name="Back to my registration").click()

    await page.get_by_role("link", name="Delete everything").click()
    await page.get_by_role("button", name="Delete everything now").click()
    await expect(page.get_by_role("heading", name="Your receipt")).to_be_visible()
    await people.look(page)
    [left] = roster_of(site, event).values()
    assert (left["name"], left["status"]) == ("", "cancelled")
