"""What people do in several of the browser tests."""

from collections.abc import Callable
from typing import TypeAlias

from playwright.async_api import Locator, Page, expect

from tests.journeys.mailbox import Mail
from tests.journeys.site import Site, eventually, found

# The catalogue of a language.
Words: TypeAlias = Callable[[str], str]

# Waits until the browser has the picture, and fails where it cannot draw it.
IS_DRAWN = "async (image) => { await image.decode(); return image.naturalWidth > 0; }"


async def log_in(page: Page, site: Site, organisation: str) -> None:
    """Ask for the link, open it from the mail, press the button."""
    address = site.running.demo.logins[organisation]
    known = {mail.id for mail in site.mailbox.list_for(address)}
    await page.goto("/login")
    await page.get_by_label("Your mail address").fill(address)
    await page.get_by_role("button", name="Send me the link").click()
    await expect(page.get_by_role("heading", name="Please look into your mail")).to_be_visible()
    await page.goto(found(rf"{site.running.base_url}/login/\S+", login_mail(site, address, known).text))
    await page.get_by_role("button", name="Log in now").click()
    await expect(page.get_by_role("heading", name="My events")).to_be_visible()


def login_mail(site: Site, address: str, known: set[str]) -> Mail:
    [mail] = eventually(
        lambda: [mail for mail in site.mailbox.list_for(address) if mail.id not in known and "/login/" in mail.text],
        what=f"A link for {address}",
    )
    return mail


async def fill_in_person(page: Page, *, name: str, email: str) -> None:
    """The form to sign up, in whatever language it is."""
    await page.locator("[name=name]").fill(name)
    await page.locator("[name=email]").fill(email)
    await page.locator("[name=consent]").check()


def sign_up_link(page: Page) -> Locator:
    return page.locator('main a[href^="/register/"]')


async def enter(page: Page, site: Site, organisation: str) -> None:
    """Log in, in whatever language the page is."""
    await page.goto(site.login_link(site.running.demo.logins[organisation]))
    await page.locator("main form button").click()
    await page.wait_for_url("**/portal")


async def choose_in_menu(page: Page, text: str) -> None:
    """In that of a phone, where members find their work before what all see."""
    menu = page.locator("details.menu-of-pages")
    await menu.locator("summary").click()
    await menu.get_by_role("link", name=text, exact=True).first.click()
