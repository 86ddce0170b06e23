"""What no tool can judge by the markup: the way of the keyboard, large text, and colours that readers choose."""

from itertools import pairwise
from typing import Any

import pytest
from playwright.async_api import Page, StorageState, expect

from tests.browser.given import enter
from tests.browser.people import People
from tests.journeys.given import a_draft, an_open_event
from tests.journeys.site import Site

# A window of 1280 by 1024 pixels at 400 %.
ENLARGED = {"viewport": {"width": 320, "height": 256}}
TABS = 150
# Where the focus is: as it is read, and whether one sees it there.
FOCUSED = """async () => {
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const element = document.activeElement;
  if (element === document.body) return null;
  const seen = element.closest("label") ?? document.querySelector(`label[for="${element.id}"]`) ?? element;
  const { top, bottom, left, right } = seen.getBoundingClientRect();
  const [own] = element.getClientRects();
  const found = document.elementFromPoint(own.x + own.width / 2, own.y + Math.min(own.height / 2, 20));
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  return {
    what: element.outerHTML.slice(0, 120),
    inMain: Boolean(element.closest("main")),
    top: top + scrollY, bottom: bottom + scrollY, left, right,
    covered: !found || !(element.contains(found) || found.contains(element) || seen.contains(found)),
    ringed: outlineStyle !== "none" && outlineWidth !== "0px" || Boolean(element.closest(".event-card")),
  };
}"""
# Buttons and what is current have nothing but their border once all colours are the reader's.
WITHOUT_EDGE = """() => [...document.querySelectorAll("button, .button, [aria-current]")]
  .filter((element) => element.checkVisibility() && element.getClientRects().length)
  .filter((element) => {
    const style = getComputedStyle(element);
    const edges = ["Top", "Bottom", "Left", "Right"].some((side) =>
      style[`border${side}Style`] !== "none" && parseFloat(style[`border${side}Width`]) > 0);
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    return !edges && !outlined && style.forcedColorAdjust !== "none";
  })
  .map((element) => element.outerHTML.slice(0, 160))"""
# Text that is cut off by its own box; what only screen readers say is a pixel wide.
CUT = """() => [...document.querySelectorAll("body :not(.visually-hidden)")]
  .filter((element) => element.clientWidth > 1 && element.checkVisibility({ visibilityProperty: true }))
  .filter((element) => ["hidden", "clip"].includes(getComputedStyle(element).overflowX))
  .filter((element) => element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)
  .map((element) => element.outerHTML.slice(0, 160))"""
MOVING = """() => document.getAnimations().map((each) => each.effect.target.outerHTML.slice(0, 160))"""


@pytest.fixture
async def event(site: Site) -> dict[str, Any]:
    return an_open_event(site)


@pytest.fixture
async def partner(site: Site, people: People) -> StorageState:
    """The cookies of somebody who has logged in."""
    page = await people.at_a_desk()
    await enter(page, site, "caritas-witten")
    return await page.context.storage_state()


def public(event: dict[str, Any]) -> list[str]:
    return ["/", "/events", f"/events/{event['slug']}", f"/register/{event['slug']}", "/subscribe", "/login"]


def work(site: Site, event: dict[str, Any]) -> list[str]:
    entry = f"/portal/events/{a_draft(site)['id']}"
    return ["/portal", entry, f"{entry}/edit/what", f"{entry}/edit/when", f"/portal/rosters/{event['id']}"]


@pytest.mark.parametrize("menu", [0, 1])
async def test_a_menu_opens_with_the_keyboard_and_gives_the_focus_back_on_escape(people: People, menu: int) -> None:
    page = await people.on_a_phone("de")
    await page.goto("/events")
    opened = page.locator("details[data-menu]").nth(menu)
    summary = opened.locator("summary")

    await summary.focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await expect(opened.get_by_role("link").first).to_be_focused()
    await page.keyboard.press("Escape")

    await expect(opened).not_to_have_attribute("open", "")
    await expect(summary).to_be_focused()


async def test_one_skips_what_is_the_same_on_every_page(people: People) -> None:
    page = await people.on_a_phone("ar")
    await page.goto("/events")

    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator("main")).to_be_focused()
    await page.keyboard.press("Tab")

    assert (await page.evaluate(FOCUSED))["inMain"]


@pytest.mark.parametrize("language", ["de", "ar"])
async def test_tab_goes_the_way_people_read_and_one_sees_where_it_is(
    people: People, event: dict[str, Any], language: str
) -> None:
    # Where it scrolls gently, one would have to wait for each.
    page = await people.on_a_phone(language, reduced_motion="reduce")
    for path in public(event):
        await page.goto(path)
        stops = await tab_through(page)
        assert [stop["what"] for stop in stops if stop["covered"]] == [], path
        assert [stop["what"] for stop in stops if not stop["ringed"]] == [], path
        in_main = [stop for stop in stops if stop["inMain"]]
        back = [
            (one["what"], other["what"])
            for one, other in pairwise(in_main)
            if other["bottom"] <= one["top"] or is_before(other, one, language)
        ]
        assert back == [], path


async def tab_through(page: Page) -> list[dict[str, Any]]:
    """All that has the focus, one after another, until the page is through or begins again."""
    stops: list[dict[str, Any]] = []
    for _ in range(TABS):
        await page.keyboard.press("Tab")
        if (stop := await page.evaluate(FOCUSED)) in (None, *stops[:1]):
            break
        stops.append(stop)
    assert 0 < len(stops) < TABS
    return stops


def is_before(one: dict[str, Any], other: dict[str, Any], language: str) -> bool:
    """Whether it stands in the same line, and nearer to where the line begins."""
    if min(one["bottom"], other["bottom"]) - max(one["top"], other["top"]) < (one["bottom"] - one["top"]) / 2:
        return False
    if language == "ar":
        return bool(one["left"] >= other["right"])
    return bool(one["right"] <= other["left"])


@pytest.mark.parametrize("language", ["de", "ar"])
async def test_nobody_scrolls_sideways_at_400_percent(
    site: Site, people: People, event: dict[str, Any], partner: StorageState, language: str
) -> None:
    page = await people.at_a_desk(language, storage_state=partner, **ENLARGED)
    for path in (*public(event), *work(site, event)):
        await page.goto(path)
        await people.fits(page)


async def test_text_twice_as_large_is_not_cut(
    site: Site, people: People, event: dict[str, Any], partner: StorageState
) -> None:
    page = await people.at_a_desk("de", storage_state=partner)
    for path in (*public(event), *work(site, event)):
        await page.goto(path)
        await page.evaluate("document.documentElement.style.fontSize = '200%'")
        await people.fits(page)
        assert await page.evaluate(CUT) == [], path


async def test_with_the_reader_s_own_colours_buttons_have_an_edge_and_nothing_moves(
    site: Site, people: People, event: dict[str, Any], partner: StorageState
) -> None:
    page = await people.at_a_desk("de", storage_state=partner, forced_colors="active", reduced_motion="reduce")
    for path in (*public(event), *work(site, event)):
        await page.goto(path)
        assert await page.evaluate(WITHOUT_EDGE) == [], path
        assert await page.evaluate(MOVING) == [], path
        await people.look(page)
