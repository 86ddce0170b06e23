"""The calendar on a partner's own website: another origin, with and without scripts."""

import json
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Frame, Page, expect

from tests.browser.people import People
from tests.journeys.given import an_open_event
from tests.journeys.site import Site

HEIGHT = "document.documentElement.getBoundingClientRect().height"
# The list of the page for partners, as anybody copies it.
LINES = "main pre code"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Says nothing of what was asked for."""


@pytest.fixture
def publish(tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Puts lines into a page of a partner's website, and gives its address: of another origin than the site."""
    folder = tmp_path / "partner"
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def put(lines: str) -> str:
        frame = f'<!doctype html><html lang="en"><title>Partner</title><link rel="icon" href="data:,"><body>{lines}'
        # Never the same address twice, which a browser may answer from its memory.
        name = f"{len(list(folder.iterdir()))}.html"
        (folder / name).write_text(frame)
        return f"http://127.0.0.1:{server.server_port}/{name}"

    yield put
    server.shutdown()
    server.server_close()


async def lines(people: People, number: int) -> str:
    """What the page for partners gives to copy."""
    page = await people.at_a_desk()
    await page.goto("/embed?organisation=caritas-witten&limit=3")
    await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    return await page.locator(LINES).nth(number).inner_text()


async def frame_of(page: Page) -> Frame:
    handle = await page.locator("iframe").element_handle()
    frame = await handle.content_frame()
    assert frame
    await expect(frame.locator("h1")).to_be_visible()
    return frame


async def is_as_high_as_its_list(page: Page) -> None:
    frame = await frame_of(page)
    needed = await frame.evaluate(HEIGHT)
    await expect(page.locator("iframe")).to_have_css("height", f"{int(-(-needed // 1))}px")


async def test_the_list_is_as_high_as_it_needs_to_be_on_every_screen(
    site: Site, people: People, publish: Callable[[str], str]
) -> None:
    an_open_event(site)
    address = publish(await lines(people, 0))
    page = await people.at_a_desk()

    await page.goto(address)
    await is_as_high_as_its_list(page)
    wide = await (await frame_of(page)).evaluate(HEIGHT)
    await people.look(page)
    await page.set_viewport_size({"width": 320, "height": 640})
    await expect(page.locator("iframe")).not_to_have_css("height", f"{int(-(-wide // 1))}px")
    await is_as_high_as_its_list(page)
    await people.look(page)

    assert await page.locator("iframe").get_attribute("title") == f"Events of {network(site)}"
    assert await page.context.cookies() == []


async def test_only_the_calendar_itself_may_say_how_high_it_is(
    site: Site, people: People, publish: Callable[[str], str]
) -> None:
    an_open_event(site)
    page = await people.at_a_desk()
    await page.goto(publish(await lines(people, 0)))
    await is_as_high_as_its_list(page)

    await page.evaluate("postMessage({ calendarHeight: 5 }, '*')")
    await page.evaluate("new Promise((resolve) => setTimeout(resolve, 100))")

    await is_as_high_as_its_list(page)


async def test_an_address_of_another_website_is_not_framed(
    site: Site, people: People, publish: Callable[[str], str]
) -> None:
    script = f'<script src="{site.running.base_url}/embed.js" defer></script>'
    page = await people.at_a_desk()

    await page.goto(publish(f'<div data-calendar-embed="https://elsewhere.example/">A link</div>{script}'))
    await page.wait_for_load_state("load")

    await expect(page.locator("div")).to_have_text("A link")
    await expect(page.locator("iframe")).to_have_count(0)


async def test_an_event_opens_in_a_window_of_its_own(site: Site, people: People, publish: Callable[[str], str]) -> None:
    an_open_event(site)
    page = await people.at_a_desk()
    await page.goto(publish(await lines(people, 0)))
    frame = await frame_of(page)

    async with page.expect_popup() as opened:
        await frame.locator("h2 a").first.click()
    event = await opened.value

    await expect(event.locator("h1")).to_be_visible()
    assert event.url.startswith(f"{site.running.base_url}/events/")


async def test_without_scripts_there_is_a_link_or_a_frame_of_fixed_height(
    site: Site, people: People, publish: Callable[[str], str]
) -> None:
    an_open_event(site)
    page = await people.on_a_phone_without_scripts()

    await page.goto(publish(await lines(people, 0)))
    await expect(page.get_by_role("link", name="Events of")).to_be_visible()
    await page.goto(publish(await lines(people, 1)))
    await expect(page.frame_locator("iframe").locator("h2").first).to_be_visible()
    await expect(page.locator("iframe")).to_have_css("height", "600px")


async def test_a_website_fetches_the_plain_list_into_its_own_page(
    site: Site, people: People, publish: Callable[[str], str]
) -> None:
    an_open_event(site)
    address = await lines(people, 2)
    page = await people.at_a_desk()
    await page.goto(publish('<main id="here"></main>'))

    await page.evaluate(
        "async (address) => { here.innerHTML = await (await fetch(address)).text(); }",
        address,
    )

    await expect(page.locator("#here li a").first).to_be_visible()
    assert await page.locator("#here script").count() == 0


async def test_the_data_for_search_engines_breaks_no_rule_of_ours(site: Site, people: People) -> None:
    event = an_open_event(site, title='Fest & "Freunde" <3')
    page = await people.at_a_desk()

    await page.goto(f"/events/{event['slug']}")

    data = page.locator('script[type="application/ld+json"]')
    await expect(data).to_have_count(1)
    assert json.loads(await data.text_content() or "")["name"] == 'Fest & "Freunde" <3'


def network(site: Site) -> str:
    return str(httpx.get(f"{site.running.base_url}/events.json").json()["title"])
