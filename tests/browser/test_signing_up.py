"""Signing up by impatient people, and by those who use no mouse."""

from uuid import uuid4

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.given import fill_in_person, sign_up_link
from tests.browser.people import People
from tests.journeys.given import an_open_event, roster_of
from tests.journeys.site import Site

# More than there are on the way to the form.
TABS = 40


@pytest.mark.parametrize("scripts", [True, False])
async def test_a_double_click_makes_one_registration(site: Site, people: People, scripts: bool) -> None:  # noqa: FBT001
    event = an_open_event(site)
    page = await (people.on_a_phone() if scripts else people.on_a_phone_without_scripts())
    email = f"olena.{uuid4().hex[:8]}@people.example"

    await page.goto(f"/register/{event['slug']}")
    await fill_in_person(page, name="Olena Koval", email=email)
    await page.get_by_role("button", name="Sign up").dblclick()
    await page.wait_for_url("**/received?*")

    assert [each["email"] for each in roster_of(site, event).values()] == [email]
    site.wait_until_quiet()
    assert len(site.mailbox.list_for(email)) == 1


async def test_the_keyboard_alone_is_enough(site: Site, people: People) -> None:
    event = an_open_event(site)
    page = await people.at_a_desk()
    await page.goto(f"/events/{event['slug']}")

    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    await page.keyboard.press("Enter")
    await tab_to(page, sign_up_link(page))
    await page.keyboard.press("Enter")
    await tab_to(page, page.get_by_label("Your name"))
    await page.keyboard.type("Olena Koval")
    await tab_to(page, page.get_by_label("Your mail address"))
    await page.keyboard.type("olena@people.example")
    await tab_to(page, page.locator("[name=consent]"))
    await page.keyboard.press("Space")
    await tab_to(page, page.get_by_role("button", name="Sign up"))
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


async def tab_to(page: Page, element: Locator) -> None:
    """Press Tab until the element has the focus, and see that it is visible then."""
    await expect(element).to_be_visible()
    for _ in range(TABS):
        if await element.evaluate("element => element === document.activeElement"):
            return
        await page.keyboard.press("Tab")
    pytest.fail(f"Tab does not reach {element}")
