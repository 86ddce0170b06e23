"""Partners who enter an event, with scripts and without."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Page, expect

from tests.browser.given import log_in
from tests.browser.people import People
from tests.journeys.given import an_open_event
from tests.journeys.site import Site

ENTRY = re.compile(r"/portal/events/[0-9a-f-]{36}$")


def step(name: str) -> re.Pattern[str]:
    return re.compile(rf"/portal/events/[0-9a-f-]{{36}}/edit/{name}$")


@pytest.mark.parametrize("scripts", [True, False])
async def test_whoever_chooses_a_date_sees_what_else_is_on_then(
    site: Site,
    people: People,
    scripts: bool,  # noqa: FBT001
) -> None:
    there = an_open_event(site)
    page = await (people.on_a_phone() if scripts else people.on_a_phone_without_scripts())
    await begin(page, site, "Lesung")

    await page.get_by_label("Starts").fill(there["starts_at"][:16])
    if not scripts:
        await page.get_by_role("button", name="What else is on then?").click()

    found = page.locator("[data-neighbours-found]")
    await expect(found.get_by_role("link", name=there["title"]).first).to_be_visible()
    await expect(found.get_by_text("Same time").first).to_be_visible()
    await expect(page.get_by_text("Lesung").first).to_be_visible()
    await people.look(page)


async def test_enter_saves_and_does_not_only_look_at_the_date(site: Site, people: People) -> None:
    page = await people.at_a_desk()
    await begin(page, site, "Lesung")

    await page.get_by_label("Starts").press("Enter")

    await page.wait_for_url(step("where"))


async def test_a_series_is_entered_in_plain_words(site: Site, people: People) -> None:
    page = await people.on_a_phone_without_scripts()
    await begin(page, site, "Nähkurs")
    start = (datetime.now(UTC) + timedelta(days=30)).replace(hour=18, minute=0)

    await page.get_by_label("Starts").fill(f"{start:%Y-%m-%dT%H:%M}")
    await page.get_by_label("Ends").fill(f"{start:%Y-%m-%dT20:00}")
    await page.get_by_text("It repeats", exact=True).click()
    await page.get_by_label("How does it repeat?").select_option("weekly")
    await page.get_by_label("Every how many").fill("2")
    await page.get_by_label("How many times?").fill("5")
    await page.get_by_role("button", name="Save", exact=True).click()

    await page.wait_for_url(ENTRY)
    await expect(page.get_by_text(f"Every 2 weeks on {start:%A}, 5 times")).to_be_visible()
    await expect(page.locator("tbody tr")).to_have_count(5)
    await people.look(page)


async def test_a_draft_saves_itself_and_each_step_only_what_it_asks(site: Site, people: People) -> None:
    page = await people.on_a_phone()
    await begin(page, site, "Lesung")
    await page.get_by_role("link", name="Where").click()

    await page.get_by_label("Place", exact=False).first.fill("Saalbau")
    await expect(page.get_by_text("Saved at")).to_be_visible()
    await page.get_by_role("link", name="What", exact=False).first.click()
    await page.get_by_label("What happens there?").fill("Wir lesen laut.")
    await page.get_by_role("button", name="Save and go on").click()
    await page.wait_for_url(step("when"))
    await page.get_by_role("link", name="Look and submit").click()

    await expect(page.get_by_text("Saalbau").first).to_be_visible()
    await expect(page.get_by_text("Wir lesen laut.").first).to_be_visible()
    await expect(page.get_by_role("heading", name="Only your organisation sees this draft")).to_be_visible()


async def test_what_was_typed_without_a_connection_is_offered_again_and_gone_after_saving(
    site: Site, people: People
) -> None:
    page = await people.on_a_phone()
    await begin(page, site, "Lesung")
    await page.get_by_role("link", name="What", exact=False).first.click()
    await page.wait_for_url(step("what"))

    await page.context.set_offline(True)
    await page.get_by_label("What happens there?").fill("Ein langer Text.")
    await page.context.set_offline(False)
    await page.goto(page.url)

    await page.get_by_role("button", name="Fill it in again").click()
    await expect(page.get_by_label("What happens there?")).to_have_value("Ein langer Text.")
    await page.get_by_role("button", name="Save", exact=True).click()
    await page.wait_for_url(ENTRY)
    await expect(page.get_by_text("Ein langer Text.").first).to_be_visible()
    assert await page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('typed:'))") == []


async def begin(page: Page, site: Site, title: str) -> None:
    """A draft with this title, whose date is asked next."""
    await log_in(page, site, "awo-en")
    await page.goto("/portal/events/new")
    await page.get_by_label("Title").fill(title)
    await page.get_by_role("button", name="Save and go on").click()
    await page.wait_for_url(step("when"))
