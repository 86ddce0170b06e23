"""A partner's way through the site: what needs doing, a new activity, who comes, and the door."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Page, expect

from tests.browser.given import Words, choose_in_menu, enter
from tests.browser.people import READERS, People, Reader
from tests.journeys.given import NEXT_YEAR, SECRET, a_draft, a_person, an_open_event, sign_up
from tests.journeys.site import PARTNER, Site


def times_from(starts: datetime) -> dict[str, str]:
    return {"starts_at": f"{starts:%Y-%m-%dT%H:%M:00}", "ends_at": f"{starts + timedelta(hours=2):%Y-%m-%dT%H:%M:00}"}


@pytest.fixture(scope="module")
def soon(site: Site) -> dict[str, Any]:
    """Begins in an hour; somebody comes for each reader to check in."""
    event = an_open_event(site, **times_from(datetime.now(ZoneInfo("Europe/Berlin")) + timedelta(hours=1)))
    for reader in READERS:
        sign_up(site, a_person(event, name=f"Amal {reader}", party_size=2))
    return event


@pytest.fixture(scope="module")
def draft(site: Site) -> dict[str, Any]:
    """Of which the date comes soon."""
    return a_draft(site, **times_from(datetime.now(ZoneInfo("Europe/Berlin")) + timedelta(days=3)))


async def test_a_partner_sees_what_needs_doing_enters_an_activity_and_checks_somebody_in(
    site: Site,
    people: People,
    soon: dict[str, Any],
    draft: dict[str, Any],
    reader: Reader,
    phone: Page,
    words: Words,
) -> None:
    await enter(phone, site, PARTNER)
    await see_what_needs_doing(phone, people, draft, words)
    await enter_an_activity(phone, words)
    await preview_and_submit(phone, people, words)
    await see_who_comes(phone, people, soon, reader, words)
    await check_in(phone, people, reader, words)


async def see_what_needs_doing(page: Page, people: People, draft: dict[str, Any], words: Words) -> None:
    to_do = page.get_by_role("region", name=words("What needs doing now"))
    unfinished = words("This draft is about a date that comes soon: please finish and submit it.")
    await expect(to_do.get_by_role("link", name=draft["title"])).to_contain_text(unfinished)
    await people.look(page)


async def enter_an_activity(page: Page, words: Words) -> None:
    """What, when, where, for whom, taking part."""
    go_on = page.get_by_role("button", name=words("Save and go on"))
    await page.get_by_role("link", name=words("New event")).first.click()
    await page.locator("[name=title]").fill(f"Lesecafé {uuid4().hex[:8]}")
    await page.locator("textarea[name=description]").fill("Wir lesen zusammen.\n\nKinder sind willkommen.")
    await go_on.click()
    await page.locator("[name=starts_at]").fill(f"{NEXT_YEAR}-05-03T18:00")
    await page.locator("[name=ends_at]").fill(f"{NEXT_YEAR}-05-03T20:00")
    await go_on.click()
    await page.locator("[name=online]").check()
    await page.locator("main summary", has_text=words("How to join online")).click()
    await page.locator("[name=join_details]").fill(SECRET)
    await go_on.click()
    await go_on.click()
    await page.locator("[name=takes_registrations]").check()
    await page.locator("[name=capacity]").fill("10")
    await go_on.click()


async def preview_and_submit(page: Page, people: People, words: Words) -> None:
    await expect(page.get_by_role("heading", name=words("Only your organisation sees this draft"))).to_be_visible()
    await people.look(page)
    await page.get_by_role("link", name=words("Preview"), exact=True).click()
    await expect(page.get_by_role("heading", name=words("This is a preview"))).to_be_visible()
    await expect(page.locator("main")).to_contain_text("Kinder sind willkommen.")
    await people.look(page)
    await page.get_by_role("link", name=words("Back to the entry")).click()
    await page.get_by_role("button", name=words("Submit for review")).click()
    await expect(page.get_by_role("heading", name=words("The coordinator is looking it through"))).to_be_visible()
    await people.look(page)


async def see_who_comes(page: Page, people: People, soon: dict[str, Any], reader: Reader, words: Words) -> None:
    await choose_in_menu(page, words("Sign-ups"))
    await page.get_by_role("link", name=soon["title"]).first.click()
    await expect(page.get_by_role("link", name=f"Amal {reader}")).to_be_visible()
    await people.look(page)


async def check_in(page: Page, people: People, reader: Reader, words: Words) -> None:
    await page.get_by_role("link", name=words("At the door")).click()
    party = page.locator("[data-party]", has_text=f"Amal {reader}")
    await party.get_by_role("button", name=words("Here"), exact=True).click()
    await expect(party.locator("[data-here]")).to_be_visible()
    await expect(party.get_by_role("button", name=words("Undo"))).to_be_visible()
    await people.look(page)
