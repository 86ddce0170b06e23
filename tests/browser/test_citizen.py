"""A citizen's way through the site: from the first page to places for two, the mail, and the calendar."""

import re
from datetime import datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Page, expect

from services.events.domain.months import next_month
from tests.browser.given import Words, choose_in_menu, fill_in_person, sign_up_link
from tests.browser.people import People, Reader
from tests.journeys.given import SECRET, an_open_event
from tests.journeys.site import Site

NAME = "Олена Коваль"
# What is wrong in the form at first.
MISTAKES = {"email": "olena at people", "party_size": "500"}


@pytest.fixture(scope="module")
def event(site: Site) -> dict[str, Any]:
    """Next month, with room for all."""
    first = next_month(datetime.now(ZoneInfo("Europe/Berlin")).date().replace(day=1))
    times = {"starts_at": f"{first:%Y-%m}-10T18:00:00", "ends_at": f"{first:%Y-%m}-10T20:00:00"}
    return an_open_event(site, capacity=40, title=f"Lesecafé {uuid4().hex[:8]}", **times)


async def test_a_citizen_finds_an_event_signs_up_two_cancels_and_subscribes_to_the_calendar(
    site: Site, people: People, event: dict[str, Any], reader: Reader, phone: Page, words: Words
) -> None:
    email = f"olena.{uuid4().hex[:8]}@people.example"

    await find(phone, people, event, reader)
    await make_mistakes(phone, people, words, reader)
    await sign_up_two(phone, people, email)
    site.mailbox.wait_for(email)
    own_page = await read_the_mail(phone, people, email, reader)
    await come_alone(own_page, people, words)
    await cancel(own_page, people)
    await subscribe(own_page, people, words)


async def find(page: Page, people: People, event: dict[str, Any], reader: Reader) -> None:
    """By a link on the first page, and a search in what it leads to."""
    month, title = event["starts_at"][:7], event["title"]
    await page.goto("/")
    await people.look(page)
    await page.locator(f'main a[href="/events?when={month}"]').click()
    await expect(page.locator('main a[aria-current="true"]').first).to_be_visible()
    await page.locator("[name=q]").fill(title)
    await page.locator("form[role=search] button").first.click()
    if reader.scripts:
        await expect(page.locator('main a[aria-current="true"]').first).to_be_in_viewport(ratio=1)
        await expect(page).to_have_url(re.compile(r"\?(when|q)=[^=&]+&(when|q)=[^=&]+$"))
    await expect(page).to_have_url(re.compile(f"when={month}"))
    await people.look(page)
    await page.get_by_role("link", name=title, exact=True).click()
    await expect(page.locator("h1")).to_have_text(title)
    await expect(page.locator("main")).not_to_contain_text(SECRET)
    await people.look(page)


async def make_mistakes(page: Page, people: People, words: Words, reader: Reader) -> None:
    """What was typed stays, and a summary leads to each field."""
    await sign_up_link(page).click()
    await people.look(page)
    await page.locator("[name=name]").fill(NAME)
    for field, mistake in MISTAKES.items():
        await page.locator(f"[name={field}]").fill(mistake)
    await page.locator("main form button").click()

    summary = page.get_by_role("alert", name=words("Please check what you typed"))
    await expect(summary).to_be_focused()
    await people.look(page)
    await expect(summary.get_by_role("link")).to_have_count(3)
    for field in (*MISTAKES, "consent"):
        await summary.locator(f'a[href="#field-{field}"]').click()
        await expect(page.locator(f"[name={field}]")).to_be_focused()
        await expect(page.locator(f"[name={field}]")).to_have_attribute("aria-invalid", "true")
    for field, typed in {"name": NAME, **MISTAKES}.items():
        await expect(page.locator(f"[name={field}]")).to_have_value(typed)
    await expect(page.locator("html")).to_have_attribute("lang", reader.language)


async def sign_up_two(page: Page, people: People, email: str) -> None:
    await fill_in_person(page, name=NAME, email=email)
    await page.locator("[name=party_size]").fill("2")
    await page.locator("main form button").click()
    await page.wait_for_url("**/received?*")
    await people.look(page)


async def read_the_mail(page: Page, people: People, email: str, reader: Reader) -> Page:
    """Gives the page that the mail's button opens."""
    await page.goto(f"/mailbox?to={email}")
    await page.locator(".mailbox-list a").first.click()
    mail = page.frame_locator("iframe")
    await expect(mail.locator("html")).to_have_attribute("lang", reader.language)
    await expect(page.get_by_role("link", name=re.compile(r"\.ics$"))).to_be_visible()
    await people.look(page)
    async with page.expect_popup() as opened:
        await mail.locator('.mail-button[href*="/registrations/"]').click()
    return await opened.value


async def come_alone(page: Page, people: People, words: Words) -> None:
    """Give one of the two places back."""
    await expect(page.locator("main")).to_contain_text(SECRET)
    await people.look(page)
    await page.get_by_role("link", name=words("Change, or come with fewer")).click()
    await page.locator("[name=party_size]").fill("1")
    await page.locator("main form button").first.click()
    await expect(page.get_by_role("heading", name=words("Saved"))).to_be_visible()
    await expect(page.get_by_role("link", name=words("Change"), exact=True)).to_be_visible()
    await people.look(page)


async def cancel(page: Page, people: People) -> None:
    button = page.locator("main form[action*='/cancellation'] button")
    await button.click()
    await expect(button).to_have_count(0)
    await expect(page.locator("main")).not_to_contain_text(SECRET)
    await people.look(page)


async def subscribe(page: Page, people: People, words: Words) -> None:
    """In three steps, with a picture each and a button that opens the calendar app."""
    await choose_in_menu(page, words("Subscribe to the calendar"))
    app = page.locator("main details", has_text=words("iPhone and iPad")).first
    await app.locator("summary").click()
    await expect(app.locator("li:has(svg)").filter(visible=True)).to_have_count(3)
    await people.look(page)
    button = app.get_by_role("link", name=words("Open in my calendar app"))
    await expect(button).to_be_visible()
    await expect(button).to_have_attribute("href", re.compile(r"^webcal://localhost:\d+/calendar\.ics"))
