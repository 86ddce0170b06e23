"""Checking people in at the door, on two phones at once, while the network comes and goes."""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.people import PATIENCE_SECONDS, People
from tests.journeys.given import a_person, an_open_event, roster_of, sign_up
from tests.journeys.site import PARTNER, Site, json_of

SESSION = "session"


@pytest.fixture
def event(site: Site) -> dict[str, Any]:
    """Begins in an hour; Olena comes with three others, Amal with her sister, and Bo alone, and eight more may come."""
    starts = datetime.now(ZoneInfo("Europe/Berlin")).replace(microsecond=0) + timedelta(hours=1)
    times = {"starts_at": f"{starts:%Y-%m-%dT%H:%M:%S}", "ends_at": f"{starts + timedelta(hours=2):%Y-%m-%dT%H:%M:%S}"}
    event = an_open_event(site, capacity=15, **times)
    for name, size in (("Olena Koval", 4), ("أمل الأحمد", 2), ("Bo Å", 1)):
        sign_up(site, a_person(event, name=name, party_size=size))
    return event


@pytest.fixture
def door(site: Site, event: dict[str, Any]) -> str:
    occurrences = {each["occurrence_id"] for each in roster_of(site, event).values()}
    return f"/portal/rosters/dates/{occurrences.pop()}/door"


async def log_in(page: Page, site: Site) -> None:
    """With the session of a member, who is logged in on several phones."""
    value = site.browser_of(PARTNER).cookies[SESSION]
    await page.context.add_cookies([{"name": SESSION, "value": value, "url": site.running.base_url}])


def row(page: Page, name: str) -> Locator:
    return page.locator("[data-party]").filter(has_text=name)


async def expect_numbers(page: Page, *, here: int, expected: int = 7, free: int = 8) -> None:
    for name, value in (("here", here), ("expected", expected), ("free", free)):
        await expect(page.locator(f'[data-count="{name}"]')).to_have_text(str(value))


async def test_two_phones_see_each_other_s_taps_and_undo_them(
    site: Site, people: People, door: str, event: dict[str, Any]
) -> None:
    first, second = await people.on_a_phone(), await people.on_a_phone("ar")
    for page in (first, second):
        await log_in(page, site)
        await page.goto(door)
        await expect_numbers(page, here=0)
    await people.look(first)

    await row(first, "Olena").get_by_role("combobox").select_option("3")
    await row(first, "Olena").locator("[data-arrival] button").tap()
    await expect_numbers(first, here=3)
    await expect_numbers(second, here=3)
    await expect(row(second, "Olena").locator("[data-here]")).to_contain_text("3 من 4")
    await row(second, "Bo").locator("[data-arrival] button").tap()
    await expect_numbers(first, here=4)
    await people.look(second)

    await row(second, "Olena").locator("[data-removal] button").tap()
    await expect_numbers(first, here=1)
    await expect(row(first, "Olena").locator("[data-arrival]")).to_be_visible()

    sign_up(site, a_person(event, name="Late Newcomer"))
    await expect(row(first, "Late Newcomer")).to_be_visible()
    await expect_numbers(second, here=1, expected=8, free=7)


async def test_what_is_tapped_without_network_is_kept_and_sent_later(
    site: Site, people: People, door: str, event: dict[str, Any]
) -> None:
    away, other = await people.on_a_phone(), await people.on_a_phone()
    for page in (away, other):
        await log_in(page, site)
        await page.goto(door)
    await expect_numbers(away, here=0)

    await away.context.set_offline(True)
    await row(away, "Olena").locator("[data-arrival] button").tap()
    await row(away, "Bo").locator("[data-arrival] button").tap()
    await expect(away.get_by_text("not sent yet").filter(visible=True)).to_have_count(2)
    await expect_numbers(away, here=5)
    await expect(away.get_by_text("No connection. Go on")).to_be_visible()
    await people.look(away)
    await expect_numbers(other, here=0)
    # Meanwhile somebody else counts Bo too, and sees that it was another one.
    await row(other, "Bo").locator("[data-arrival] button").tap()
    await expect_numbers(other, here=1)
    await other.reload()
    await row(other, "Bo").locator("[data-removal] button").tap()
    await expect_numbers(other, here=0)

    await away.context.set_offline(False)

    await expect(away.get_by_text("not sent yet").filter(visible=True)).to_have_count(0)
    # The latest word counts, whenever it arrives.
    for page in (away, other):
        await expect_numbers(page, here=4)
        await expect(row(page, "Bo").locator("[data-arrival]")).to_be_visible()
    assert sorted(each["status"] for each in roster_of(site, event).values()) == ["attended", "confirmed", "confirmed"]
    people.forgive_what_was_offline()


async def test_a_restart_of_the_service_loses_no_tap(site: Site, people: People, door: str) -> None:
    first, second = await people.on_a_phone(), await people.on_a_phone()
    for page in (first, second):
        await log_in(page, site)
        await page.goto(door)
        await expect_numbers(page, here=0)

    with site.without("registration"):
        await row(first, "Olena").locator("[data-arrival] button").tap()
        await expect(second.get_by_text("No connection. Go on")).to_be_visible()

    for page in (first, second):
        await expect(row(page, "Olena").locator("[data-here]")).to_be_visible(timeout=PATIENCE_SECONDS * 1000)
        await expect_numbers(page, here=4)
        await expect(page.get_by_text("No connection. Go on")).to_be_hidden()
    people.complaints.clear()


async def test_taps_outlive_the_page_they_were_made_on(site: Site, people: People, door: str) -> None:
    page = await people.on_a_phone()
    await log_in(page, site)
    await page.goto(door)
    await page.context.set_offline(True)
    await row(page, "Olena").locator("[data-arrival] button").tap()
    await expect(page.get_by_text("not sent yet").filter(visible=True)).to_have_count(1)
    await page.close()

    again = await page.context.new_page()
    await page.context.set_offline(False)
    await again.goto(door)

    await expect_numbers(again, here=4)
    await expect(again.get_by_text("not sent yet").filter(visible=True)).to_have_count(0)
    people.forgive_what_was_offline()


async def test_the_code_of_a_party_leads_through_the_login_to_the_button_that_checks_it_in(
    site: Site, people: People, event: dict[str, Any]
) -> None:
    phone = await people.on_a_phone()
    [olena] = [each["id"] for each in roster_of(site, event).values() if each["name"] == "Olena Koval"]
    page = f"/portal/rosters/registrations/{olena}"

    await phone.goto(page)
    await expect(phone).to_have_url(re.compile("/login$"))
    await phone.goto(site.login_link(site.address_of(PARTNER)))
    await phone.locator("main form button").tap()

    await expect(phone).to_have_url(re.compile(f"{page}$"))
    await people.look(phone)
    await phone.get_by_role("button", name="They are here").tap()
    await expect(phone.get_by_role("heading", name="They are here")).to_be_visible()
    await people.look(phone)
    await phone.get_by_role("link", name="All who come").tap()
    await expect_numbers(phone, here=4)


async def test_typing_finds_at_once_and_a_button_does_it_without_scripts(site: Site, people: People, door: str) -> None:
    with_scripts, without = await people.on_a_phone(), await people.on_a_phone_without_scripts("de")
    for page in (with_scripts, without):
        await log_in(page, site)
        await page.goto(door)
        await page.get_by_role("searchbox").fill("bo a")
    await without.locator("[data-door-search] button").tap()

    for page in (with_scripts, without):
        await expect(row(page, "Bo")).to_be_visible()
        await expect(row(page, "Olena")).to_be_hidden()
    await people.look(without)
    await row(without, "Bo").locator("[data-arrival] button").tap()
    await expect(row(without, "Bo").locator("[data-here]")).to_be_visible()
    await expect_numbers(with_scripts, here=1)


async def test_who_comes_without_having_signed_up_is_added_also_after_the_network_was_away(
    site: Site, people: People, door: str
) -> None:
    page, other = await people.on_a_phone(), await people.on_a_phone()
    for each in (page, other):
        await log_in(each, site)
        await each.goto(door)
    await page.locator("[data-walk-in] summary").tap()
    await page.get_by_role("button", name="Add: they are here").tap()
    await expect(page.get_by_role("alert").get_by_role("link", name="Name")).to_be_visible()
    await expect(page.locator(".problem-summary")).to_be_focused()

    await page.locator("[name=name]").fill("Walter Rau")
    await page.locator("[name=consent]").check()
    await people.look(page)
    await page.context.set_offline(True)
    await page.get_by_role("button", name="Add: they are here").tap()
    await expect(page.get_by_text("What you typed is still here")).to_be_visible()
    await page.context.set_offline(False)
    await page.get_by_role("button", name="Add: they are here").tap()

    for each in (page, other):
        await expect(row(each, "Walter Rau").locator("[data-removal]")).to_be_visible()
        await expect_numbers(each, here=1, expected=8, free=7)
    await expect(page.locator("[name=name]")).to_be_hidden()
    people.complaints.clear()


async def test_the_second_tap_of_a_double_tap_undoes_nothing(site: Site, people: People, door: str) -> None:
    page = await people.on_a_phone()
    await log_in(page, site)
    await page.goto(door)

    await row(page, "Bo").locator("[data-arrival] button").dblclick()

    await expect(row(page, "Bo").locator("[data-removal]")).to_be_visible()
    await expect_numbers(page, here=1)


async def test_a_party_that_cancelled_meanwhile_says_so_in_its_row(
    site: Site, people: People, door: str, event: dict[str, Any]
) -> None:
    page = await people.on_a_phone()
    await log_in(page, site)
    await page.goto(door)
    await page.context.set_offline(True)
    await row(page, "Bo").locator("[data-arrival] button").tap()
    [bo] = [each["id"] for each in roster_of(site, event).values() if each["name"] == "Bo Å"]
    json_of(site.partner.post(f"/api/registrations/{bo}/cancellation", headers={"Idempotency-Key": str(uuid4())}), 200)

    await page.context.set_offline(False)

    await expect_numbers(page, here=0, expected=6, free=9)
    await expect(row(page, "Bo")).to_have_count(0)
    people.complaints.clear()
