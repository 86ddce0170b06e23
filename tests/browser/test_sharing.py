"""Handing an event on: with what a device has for it, by mail, or as a copied link."""

from playwright.async_api import Page, expect

from tests.browser.people import People

# A device that shares; Chromium on a desktop does not.
SHARES = "navigator.share = async (shared) => { window.shared = shared; };"


async def open_an_event(page: Page) -> str:
    await page.goto("/events")
    await page.locator(".event-card a").first.click()
    await expect(page.locator("[data-share]")).to_be_visible()
    return page.url


async def test_a_device_that_shares_is_asked_to(people: People) -> None:
    page = await people.on_a_phone("en")
    await page.add_init_script(SHARES)
    address = await open_an_event(page)

    await page.get_by_role("link", name="Share", exact=True).click()

    assert await page.evaluate("window.shared.url") == address
    await expect(page.get_by_role("button", name="Copy the link")).to_have_count(0)


async def test_any_other_copies_the_link_or_writes_a_mail(people: People) -> None:
    page = await people.on_a_phone("en")
    await page.add_init_script("delete Navigator.prototype.share;")
    address = await open_an_event(page)

    link = await page.get_by_role("link", name="Share by mail").get_attribute("href")
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await page.get_by_role("button", name="Copy the link").click()
    await expect(page.locator("[data-status]")).to_have_text("Copied")

    assert await page.evaluate("navigator.clipboard.readText()") == address
    assert link is not None
    assert link.startswith("mailto:?subject=")
    assert link.endswith(address.replace(":", "%3A"))
