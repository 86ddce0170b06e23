"""The main job as people see it: on a phone, in languages read from either side, with scripts and without."""

import asyncio
import re
from collections.abc import Callable
from typing import TypeAlias
from uuid import uuid4

import pytest
from playwright.async_api import Page, expect

from shared.translations import catalogue
from tests.browser.given import enter, fill_in_person, sign_up_link
from tests.browser.people import PATIENCE_SECONDS, People
from tests.journeys.given import NEXT_YEAR, SECRET
from tests.journeys.site import Site

Words: TypeAlias = Callable[[str], str]


# Each language, and with scripts and without; all four take as long as they tell nothing new.
@pytest.mark.parametrize(("language", "scripts"), [("de", True), ("ar", False)])
async def test_an_activity_gets_into_the_calendar_and_a_citizen_signs_up_and_cancels(
    site: Site,
    people: People,
    language: str,
    scripts: bool,  # noqa: FBT001
) -> None:
    title = f"Lesecafé {uuid4().hex[:8]}"
    email = f"olena.{uuid4().hex[:8]}@people.example"
    words = catalogue(language).gettext

    partner, coordinator, citizen = [
        await people.on_a_phone(language, java_script_enabled=scripts) for _ in ("partner", "coordinator", "citizen")
    ]
    await partner_submits(partner, people, site, title, words)
    await coordinator_publishes(coordinator, people, site, title, words)
    await citizen_signs_up(citizen, people, title, email, language)
    own_page = await citizen_reads_the_mail(citizen, people, site, email, language)
    await partner_sees_who_comes(partner, title, words)
    await citizen_cancels(own_page, people)


async def partner_submits(page: Page, people: People, site: Site, title: str, words: Words) -> None:
    await enter(page, site, "caritas-witten")
    await people.look(page)
    await page.get_by_role("link", name=words("New event")).first.click()
    await people.look(page)
    await page.locator("[name=title]").fill(title)
    await page.locator("textarea[name=description]").fill("Wir lesen zusammen.\n\nKinder sind willkommen.")
    await save_and_go_on(page, words)
    await page.locator("[name=starts_at]").fill(f"{NEXT_YEAR}-05-03T18:00")
    await page.locator("[name=ends_at]").fill(f"{NEXT_YEAR}-05-03T20:00")
    await save_and_go_on(page, words)
    await page.locator("[name=online]").check()
    await page.locator("main summary", has_text=words("How to join online")).click()
    await page.locator("[name=join_details]").fill(SECRET)
    await save_and_go_on(page, words)
    await people.look(page)
    await save_and_go_on(page, words)
    await page.locator("[name=takes_registrations]").check()
    await page.locator("[name=capacity]").fill("10")
    await save_and_go_on(page, words)
    await expect(page.get_by_role("heading", name=words("Only your organisation sees this draft"))).to_be_visible()
    await people.look(page)
    await page.get_by_role("button", name=words("Submit for review")).click()
    await expect(page.get_by_role("heading", name=words("The coordinator is looking it through"))).to_be_visible()
    await people.look(page)


async def save_and_go_on(page: Page, words: Words) -> None:
    await page.get_by_role("button", name=words("Save and go on")).click()


async def choose_in_menu(page: Page, text: str) -> None:
    menu = page.locator("details.menu-of-pages")
    await menu.locator("summary").click()
    await menu.get_by_role("link", name=text, exact=True).click()


async def coordinator_publishes(page: Page, people: People, site: Site, title: str, words: Words) -> None:
    await enter(page, site, "stabsstelle-integration")
    await choose_in_menu(page, words("To review"))
    await people.look(page)
    await page.get_by_role("link", name=title).click()
    await people.look(page)
    await page.get_by_role("button", name=words("Publish"), exact=True).click()
    await expect(page.get_by_role("heading", name=words("To review"))).to_be_visible()
    await expect(page.get_by_role("link", name=title)).to_have_count(0)


async def partner_sees_who_comes(page: Page, title: str, words: Words) -> None:
    await choose_in_menu(page, words("Sign-ups"))
    await page.get_by_role("link", name=title).first.click()
    await expect(page.locator("main")).to_contain_text("Олена Коваль")


async def citizen_signs_up(page: Page, people: People, title: str, email: str, language: str) -> None:
    await page.goto("/events")
    await expect(page.locator("html")).to_have_attribute("lang", language)
    await page.locator("[name=q]").fill(title)
    await page.locator("form[role=search] button").first.click()
    await people.look(page)
    await page.get_by_role("link", name=title, exact=True).click()
    # A moment passes until registration has heard of the event and said that it is open.
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await sign_up_link(page).count():
            await page.reload()
    await people.look(page)
    await expect(page.locator("main")).not_to_contain_text(SECRET)
    await sign_up_link(page).click()
    await people.look(page)
    await makes_mistakes(page, people)
    await fill_in_person(page, name="Олена Коваль", email=email)
    await page.locator("[name=party_size]").fill("2")
    await page.locator("main form button").click()
    await page.wait_for_url("**/received?*")
    await people.look(page)


async def makes_mistakes(page: Page, people: People) -> None:
    await page.locator("[name=name]").fill("Олена Коваль")
    await page.locator("[name=email]").fill("olena at people")
    await page.locator("[name=party_size]").fill("500")
    await page.locator("main form button").click()
    for field in ("email", "party_size", "consent"):
        await expect(page.locator(f"#problem-{field}")).to_be_visible()
        await expect(page.locator(f"[name={field}]")).to_have_attribute("aria-invalid", "true")
    await expect(page.locator("#problem-name")).to_have_count(0)
    await expect(page.locator("[name=name]")).to_have_value("Олена Коваль")
    await expect(page.locator("[name=email]")).to_have_value("olena at people")
    await expect(page.locator("[name=party_size]")).to_have_value("500")
    await people.look(page)


async def citizen_reads_the_mail(page: Page, people: People, site: Site, email: str, language: str) -> Page:
    """Gives the page that the mail's button opens."""
    site.mailbox.wait_for(email)
    await page.goto(f"/mailbox?to={email}")
    await people.look(page)
    await page.locator(".mailbox-list a").first.click()
    mail = page.frame_locator("iframe")
    await expect(mail.locator("html")).to_have_attribute("lang", language)
    await expect(page.get_by_role("link", name=re.compile(r"\.ics$"))).to_be_visible()
    await people.look(page)
    async with page.expect_popup() as opened:
        await mail.locator('.mail-button[href*="/registrations/"]').click()
    return await opened.value


async def citizen_cancels(page: Page, people: People) -> None:
    await expect(page.locator("main")).to_contain_text(SECRET)
    await people.look(page)
    cancel = page.locator("main form[action*='/cancellation'] button")
    await cancel.click()
    await expect(cancel).to_have_count(0)
    await expect(page.locator("main")).not_to_contain_text(SECRET)
    await people.look(page)
