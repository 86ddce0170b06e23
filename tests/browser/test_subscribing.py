"""Subscribing on a phone, in languages read from either side, with scripts and without."""

from uuid import uuid4

from playwright.async_api import Page, expect

from tests.browser.people import People
from tests.journeys.site import Site, found


async def test_one_subscribes_chooses_and_ends_it(site: Site, people: People, phone: Page) -> None:
    email = f"olena.{uuid4().hex[:8]}@people.example"

    await phone.goto("/newsletter")
    await people.look(phone)
    await phone.locator("main form button").click()
    await expect(phone.get_by_role("alert")).to_be_visible()
    await phone.locator("[name=email]").fill(email)
    await phone.locator("main details summary").click()
    await phone.locator("[name=topics][value=sport]").check()
    await people.look(phone)
    await phone.locator("[name=consent]").check()
    await phone.locator("main form button").click()
    await phone.wait_for_url("**/subscriptions/received")
    await people.look(phone)

    mail = site.mailbox.wait_for(email)
    await phone.goto(found(rf"{site.running.base_url}/subscriptions/\S+", mail.text))
    await people.look(phone)
    await phone.locator("form[action$='/confirmation'] button").click()
    await expect(phone.locator("[name=topics][value=sport]")).to_be_checked()
    await phone.locator("[name=topics][value=youth]").check()
    await phone.locator("[name=wants_editions]").uncheck()
    await phone.locator("main form button").first.click()
    await phone.wait_for_url("**?kept=yes")
    await expect(phone.locator("[name=topics]:checked")).to_have_count(2)
    await people.look(phone)

    await phone.goto(phone.url.partition("?")[0] + "/end")
    await people.look(phone)
    await phone.locator("form[action$='/end'] button").click()
    await expect(phone.locator("form[action$='/confirmation'] button")).to_be_visible()
    await phone.locator("a[href$='/erasure']").click()
    await people.look(phone)
    await phone.locator("form[action$='/erasure'] button").click()
    await phone.wait_for_url("**/subscriptions/erased")
    await people.look(phone)
