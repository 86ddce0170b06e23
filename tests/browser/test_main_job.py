"""The main job as people see it: a partner and a coordinator at a desk, a newcomer on a phone."""

import asyncio
import re
from uuid import uuid4

from playwright.async_api import Page, expect

from tests.browser.given import fill_in_person, log_in, sign_up_link
from tests.browser.people import PATIENCE_SECONDS, People
from tests.journeys.given import NEXT_YEAR, SECRET
from tests.journeys.site import Site


async def test_an_activity_gets_into_the_calendar_and_a_citizen_signs_up_and_cancels(
    site: Site, people: People
) -> None:
    title = f"Lesecafé {uuid4().hex[:8]}"
    email = f"olena.{uuid4().hex[:8]}@people.example"

    await partner_submits(await people.at_a_desk(), people, site, title)
    await coordinator_publishes(await people.at_a_desk(), people, site, title)
    phone = await people.on_a_phone_without_scripts("uk-UA")
    await citizen_signs_up(phone, people, title, email)
    own_page = await citizen_reads_the_mail(phone, people, site, email)
    await citizen_cancels(own_page, people)


async def partner_submits(page: Page, people: People, site: Site, title: str) -> None:
    await log_in(page, site, "caritas-witten")
    await people.look(page)
    await page.get_by_role("link", name="New event").click()
    await people.look(page)
    await page.get_by_label("Title").fill(title)
    await page.get_by_label("What happens there?").fill("Wir lesen zusammen.\n\nKinder sind willkommen.")
    await save_and_go_on(page)
    await page.get_by_label("Starts").fill(f"{NEXT_YEAR}-05-03T18:00")
    await page.get_by_label("Ends").fill(f"{NEXT_YEAR}-05-03T20:00")
    await save_and_go_on(page)
    await page.get_by_label("One can take part online").check()
    await page.get_by_text("How to join online").click()
    await page.get_by_label("What else people with a place should know").fill(SECRET)
    await save_and_go_on(page)
    await people.look(page)
    await save_and_go_on(page)
    await page.get_by_label("People sign up beforehand").check()
    await page.get_by_label("How many people can come?").fill("10")
    await save_and_go_on(page)
    await expect(page.get_by_role("heading", name="Only your organisation sees this draft")).to_be_visible()
    await people.look(page)
    await page.get_by_role("button", name="Submit for review").click()
    await expect(page.get_by_role("heading", name="The coordinator is looking it through")).to_be_visible()
    await people.look(page)


async def save_and_go_on(page: Page) -> None:
    await page.get_by_role("button", name="Save and go on").click()


async def coordinator_publishes(page: Page, people: People, site: Site, title: str) -> None:
    await log_in(page, site, "stabsstelle-integration")
    await page.get_by_role("link", name="To review").click()
    await people.look(page)
    await page.get_by_role("link", name=title).click()
    await people.look(page)
    await page.get_by_role("button", name="Publish").click()
    await expect(page.get_by_role("heading", name="To review")).to_be_visible()
    await expect(page.get_by_role("link", name=title)).to_have_count(0)


async def citizen_signs_up(page: Page, people: People, title: str, email: str) -> None:
    await page.goto("/events")
    await expect(page.locator("html")).to_have_attribute("lang", "uk")
    await page.locator("[name=q]").fill(title)
    await page.locator("form[role=search] button").click()
    await people.look(page)
    await page.get_by_role("link", name=title).click()
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


async def citizen_reads_the_mail(page: Page, people: People, site: Site, email: str) -> Page:
    """Gives the page that the mail's button opens."""
    site.mailbox.wait_for(email)
    await page.goto(f"/mailbox?to={email}")
    await people.look(page)
    await page.locator(".mailbox-list a").first.click()
    mail = page.frame_locator("iframe")
    await expect(mail.locator("html")).to_have_attribute("lang", "uk")
    await expect(page.get_by_role("link", name=re.compile(r"\.ics$"))).to_be_visible()
    await people.look(page)
    async with page.expect_popup() as opened:
        await mail.locator('.mail-button[href*="/registrations/"]').click()
    return await opened.value


async def citizen_cancels(page: Page, people: People) -> None:
    await expect(page.locator("main")).to_contain_text(SECRET)
    await people.look(page)
    await page.locator("main form button").click()
    await expect(page.locator("main form button")).to_have_count(0)
    await expect(page.locator("main")).not_to_contain_text(SECRET)
    await people.look(page)
