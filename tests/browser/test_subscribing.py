"""Subscribing on a phone, in languages read from either side, with scripts and without."""

from uuid import uuid4

import pytest
from playwright.async_api import expect

from tests.browser.people import People
from tests.journeys.site import Site, found


@pytest.mark.parametrize("language", ["de", "ar"])
@pytest.mark.parametrize("scripts", [True, False])
async def test_one_subscribes_chooses_and_ends_it(
    site: Site,
    people: People,
    language: str,
    scripts: bool,  # noqa: FBT001
) -> None:
    page = await (people.on_a_phone(language) if scripts else people.on_a_phone_without_scripts(language))
    email = f"olena.{uuid4().hex[:8]}@people.example"

    await page.goto("/newsletter")
    await people.look(page)
    await page.locator("main form button").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await page.locator("[name=email]").fill(email)
    await page.locator("main details summary").click()
    await page.locator("[name=topics][value=sport]").check()
    await people.look(page)
    await page.locator("[name=consent]").check()
    await page.locator("main form button").click()
    await page.wait_for_url("**/subscriptions/received")
    await people.look(page)

    mail = site.mailbox.wait_for(email)
    await page.goto(found(rf"{site.running.base_url}/subscriptions/\S+", mail.text))
    await people.look(page)
    await page.locator("form[action$='/confirmation'] button").click()
    await expect(page.locator("[name=topics][value=sport]")).to_be_checked()
    await page.locator("[name=topics][value=youth]").check()
    await page.locator("[name=wants_editions]").uncheck()
    await page.locator("main form button").first.click()
    await page.wait_for_url("**?kept=yes")
    await expect(page.locator("[name=topics]:checked")).to_have_count(2)
    await people.look(page)

    await page.goto(page.url.partition("?")[0] + "/end")
    await people.look(page)
    await page.locator("form[action$='/end'] button").click()
    await expect(page.locator("form[action$='/confirmation'] button")).to_be_visible()
    await page.locator("a[href$='/erasure']").click()
    await people.look(page)
    await page.locator("form[action$='/erasure'] button").click()
    await page.wait_for_url("**/subscriptions/erased")
    await people.look(page)
