"""Reading on the way: what stays readable without a connection, and how it leaves the device again."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.given import enter
from tests.browser.people import People
from tests.journeys.given import a_person, an_open_event, roster_of, sign_up
from tests.journeys.site import OWN_PAGE, PARTNER, Site, found

KEPT = "caches.open('pages').then((pages) => pages.keys()).then((keys) => keys.map((key) => new URL(key.url).pathname))"


async def until(page: Page, condition: str) -> None:
    """Once it holds; Playwright's own waiting takes any promise for a yes."""
    await page.evaluate(f"async () => {{ while (!({condition})) await new Promise((go) => setTimeout(go, 50)); }}")


async def until_kept(page: Page, path: str) -> None:
    await until(page, f"(await {KEPT}).includes('{path}')")


async def kept(page: Page) -> list[str]:
    paths: list[str] = await page.evaluate(KEPT)
    return paths


def own_page(site: Site, event: dict[str, Any]) -> str:
    person = a_person(event)
    sign_up(site, person)
    link = found(OWN_PAGE, site.mailbox.wait_for(person["email"]).text)
    return link.removeprefix(site.running.base_url)


@pytest.mark.parametrize(("language", "no_connection"), [("de", "Keine Verbindung"), ("ar", "لا يوجد اتصال")])
async def test_an_event_one_has_looked_at_is_read_without_a_connection(
    site: Site, people: People, language: str, no_connection: str
) -> None:
    event = an_open_event(site, title="Fahrradkurs für Frauen")
    path = f"/events/{event['slug']}"
    page = await people.on_a_phone(language)
    await page.goto(path)
    await until_kept(page, path)

    await page.context.set_offline(True)
    await page.goto(path)
    await expect(page.locator(".as-of")).to_contain_text(re.compile(r"20\d\d|٢٠"))
    await expect(page.get_by_role("heading", name=event["title"])).to_be_visible()
    await people.look(page)

    await page.goto("/organisations?lang=uk")
    await expect(page.get_by_role("heading", level=1)).to_have_text(no_connection)
    await people.look(page)
    await page.locator("[data-kept] a", has_text=event["title"]).click()
    await expect(page.locator(".as-of")).to_be_visible()

    await page.context.set_offline(False)
    await page.reload()
    await expect(page.get_by_role("heading", name=event["title"])).to_be_visible()
    await expect(page.locator(".as-of")).to_have_count(0)


async def test_what_is_older_than_a_month_is_not_shown_any_more(site: Site, people: People) -> None:
    path = f"/events/{an_open_event(site)['slug']}"
    page = await people.on_a_phone()
    await page.goto(path)
    await until_kept(page, path)
    await page.evaluate(
        """async (path) => {
            const pages = await caches.open("pages");
            const html = await (await pages.match(path)).text();
            const date = new Date(Date.now() - 31 * 24 * 3600 * 1000).toUTCString();
            await pages.put(path, new Response(html, { headers: { "Content-Type": "text/html", Date: date } }));
        }""",
        path,
    )

    await page.context.set_offline(True)
    await page.goto(path)

    await expect(page.get_by_role("heading", level=1)).to_have_text("No connection")
    assert await kept(page) == []


async def test_the_page_without_a_connection_follows_the_reader_to_another_language(people: People) -> None:
    page = await people.on_a_phone("de")
    await page.goto("/events")
    await page.evaluate("navigator.serviceWorker.ready")

    await page.goto("/events?lang=uk")
    await until(page, "(await caches.match('/offline', { ignoreVary: true })).headers.get('Content-Language') === 'uk'")

    await page.context.set_offline(True)
    await page.goto("/offers")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Немає з’єднання")


async def test_one_s_registration_is_kept_on_a_phone_until_one_wants_it_forgotten(site: Site, people: People) -> None:
    link = own_page(site, an_open_event(site))
    page = await people.on_a_phone()
    await page.goto(link)
    await until_kept(page, link)
    await people.look(page)

    await page.context.set_offline(True)
    await page.reload()
    await expect(page.locator(".as-of")).to_be_visible()
    await expect(page.get_by_role("img", name="QR code")).to_be_visible()

    await page.context.set_offline(False)
    await page.goto(link)
    await page.get_by_role("button", name="Forget it on this device").click()
    await expect(page.get_by_role("button", name="Keep it on this device")).to_be_focused()
    assert link not in await kept(page)
    await page.reload()
    await expect(page.get_by_role("button", name="Keep it on this device")).to_be_visible()
    assert link not in await kept(page)


async def test_on_a_computer_one_s_registration_is_kept_only_when_asked_and_goes_with_the_rest(
    site: Site, people: People
) -> None:
    link = own_page(site, an_open_event(site))
    page = await people.at_a_desk()
    await page.goto(link)
    await page.get_by_role("button", name="Keep it on this device").click()
    await expect(page.get_by_role("button", name="Forget it on this device")).to_be_focused()
    assert link in await kept(page)

    await page.goto(f"{link}/erasure")
    await page.get_by_role("button", name="Delete everything now").click()
    await expect(page.get_by_role("heading", name="Your receipt")).to_be_visible()

    assert await kept(page) == []


async def test_the_list_at_the_door_can_be_opened_again_and_goes_with_the_log_out(site: Site, people: People) -> None:
    event = an_open_event(site)
    sign_up(site, a_person(event, name="Olena Koval"))
    occurrences = {each["occurrence_id"] for each in roster_of(site, event).values()}
    door = f"/portal/rosters/dates/{occurrences.pop()}/door"
    page = await people.on_a_phone()
    await enter(page, site, PARTNER)
    await page.goto(door)
    await until_kept(page, door)

    await page.context.set_offline(True)
    await page.reload()
    await expect(page.get_by_role("link", name="Olena Koval")).to_be_visible()
    await page.goto("/portal")
    await expect(page.get_by_role("heading", level=1)).to_have_text("No connection")
    await page.context.set_offline(False)

    await page.goto("/portal/rosters")
    await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    await page.get_by_role("button", name="Log out").filter(visible=True).click()
    await page.wait_for_url("**/")
    assert await kept(page) == []
    people.forgive_what_was_offline()
