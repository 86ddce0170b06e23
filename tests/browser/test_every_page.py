"""Every page on a narrow phone and at a desk: nobody scrolls sideways, and neither the browser nor axe complains.

A form that asks for something is also sent with nothing filled in. What depends on colours and sizes is looked for in
German alone, in light on the phone and in dark at the desk.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, get_args

import pytest
from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute
from playwright.async_api import Page, expect

from deploy.local.programs import defaults
from tests.answering import app_of
from tests.browser.given import enter
from tests.browser.people import People
from tests.browser.shown import all_paths
from tests.browser.shown.paths import Paths
from tests.conftest import SERVICES
from tests.journeys.site import COORDINATOR, PARTNER, Site

PARAMETER = re.compile(r"\{[^}]*\}")

# What a page has once: its heading, and the part that is not the same on every page.
ALONE = """["h1", "main"].map((each) => document.querySelectorAll(each).length)"""
FOR_ANYBODY = (
    "/",
    "/events",
    "/events?q=nothing+fits",
    "/events?q=sprachkaffe",
    "/events?view=month",
    "/events?view=week&language=uk",
    "/events?language=uk&from=2021-01-01",
    "/organisations",
    "/organisations/caritas-witten",
    "/campaigns",
    "/campaigns/aktionswochen-gegen-rassismus",
    "/campaigns/aktionswochen-gegen-rassismus/changes",
    "/organisations/helpkiosk",
    "/organisations/apply",
    "/organisations/apply/received",
    "/offers",
    "/offers?q=nothing+fits",
    "/offers?for_whom=women&language=ar",
    "/subscribe",
    "/subscribe?cost=free",
    "/embed",
    "/embed/events",
    "/how-current",
    "/login",
    "/login/sent",
    "/login/unknown",
    "/newsletter",
    "/subscriptions/received",
    "/subscriptions/erased",
    "/register/privacy",
    "/about",
    "/accessibility",
    "/privacy",
    "/imprint",
    "/offline",
    "/mailbox",
)
FOR_MEMBERS = (
    "/portal",
    "/portal/calendar",
    "/portal/calendar?year=2031",
    "/portal/events/new",
    "/portal/feed",
    "/portal/rosters",
    "/portal/campaigns",
    "/portal/campaigns/woche-der-vielfalt",
    "/portal/newsletter",
    "/portal/organisation",
    "/portal/organisation/edit",
    "/portal/organisation/pictures",
    "/portal/offers/new",
    "/portal/notices/new",
    "/portal/members",
    "/portal/profile",
    "/portal/mails/wishes",
    "/portal/tokens",
)
FOR_COORDINATORS = (
    "/portal",
    "/portal/queue",
    "/portal/campaigns/new",
    "/portal/campaigns/woche-der-vielfalt",
    "/portal/campaigns/woche-der-vielfalt/edit",
    "/portal/organisations",
    "/portal/organisations/new",
    "/portal/applications",
    "/portal/audit",
    "/portal/audit?kind=events",
    "/portal/newsletter",
    "/portal/newsletter/new",
    "/portal/mails",
    "/portal/mails?recipient=nobody",
    "/portal/newsletter/subscribers",
    "/portal/mails/received",
    "/portal/mails/bounced",
    "/portal/mails/texts",
    "/portal/mails/texts/all",
    "/portal/operations/events",
    "/portal/operations/registration",
    "/portal/operations/notify",
)
PROBLEMS = {
    "/nothing": 404,
    "/invitations/unknown": 409,
    "/still-on/unknown": 409,
    "/registrations/unknown": 404,
    "/subscriptions/unknown": 404,
    "/events?from=yesterday": 422,
    "/portal/queue": 403,
}
# Parts of pages, and what is shown in frames.
NO_PAGES = {
    "/embed/events.html",
    "/portal/events/neighbours",
    "/portal/mails/texts/{part}/sample",
    "/portal/newsletter/{edition_id}/mail/frame",
    "/robots.txt",
}
# What has to be filled in and is not; what a campaign asks may wait until the entry is submitted.
BLANK = "main form:has(:required:invalid):not([action$='/campaign-answers'])"
# What is kept for when there is no network is of other tests.
NOTHING_KEPT = {"service_workers": "block"}
UNFOLD = "document.querySelectorAll('main details').forEach((each) => { each.open = true; })"

LANGUAGES = pytest.mark.parametrize("language", ["de", "uk", "ar"])


@pytest.fixture(scope="module")
async def paths(site: Site) -> Paths:
    return await all_paths(site)


def test_no_page_is_left_out(site: Site, paths: Paths) -> None:
    routes = {route: re.compile(PARAMETER.sub("[^/]+", route)) for route in page_routes(site)}
    looked_at = (
        *(*FOR_ANYBODY, *FOR_MEMBERS, *FOR_COORDINATORS),
        *(*paths.anybody, *paths.members, *paths.coordinators, *PROBLEMS),
    )

    seen = {closest(routes, path.partition("?")[0]) for path in looked_at}

    assert set(routes) - NO_PAGES - seen == set()


def page_routes(site: Site) -> Iterator[str]:
    """Where the services answer with a page."""
    for name in SERVICES:
        environment = defaults(site.running.stack) | site.running.environment(name)
        for route in app_of(name, environment).routes:
            if isinstance(route, HTTPRoute) and any(map(gives_page, route.route_handlers)):
                yield route.path_format


def gives_page(handler: HTTPRouteHandler) -> bool:
    answer = handler.parsed_fn_signature.return_type.annotation
    return "GET" in handler.http_methods and not {Response[str], Response[Any]}.isdisjoint((answer, *get_args(answer)))


def closest(routes: dict[str, re.Pattern[str]], path: str) -> str:
    """The route of this path: that with the fewest parameters."""
    return min((each for each in routes if routes[each].fullmatch(path)), key=lambda each: each.count("{"), default="")


@LANGUAGES
async def test_what_anybody_sees_fits_and_hinders_nobody(people: People, paths: Paths, language: str) -> None:
    anybody = await people.on_a_phone(language, **NOTHING_KEPT)
    await people.inspect(anybody)
    titles = await look_at(people, anybody, FOR_ANYBODY)
    assert [path for path, title in titles.items() if Counter(titles.values())[title] > 1] == []
    await look_at(people, anybody, paths.anybody)


@LANGUAGES
async def test_what_members_see_fits_and_hinders_nobody(
    site: Site, people: People, paths: Paths, language: str
) -> None:
    member = await people.on_a_phone(language, **NOTHING_KEPT)
    await people.inspect(member)
    await enter(member, site, PARTNER)
    await look_at(people, member, (*FOR_MEMBERS, *paths.members))
    for path, status in PROBLEMS.items():
        await look_at(people, member, [path], status=status)


@LANGUAGES
async def test_what_coordinators_see_fits_and_hinders_nobody(
    site: Site, people: People, paths: Paths, language: str
) -> None:
    coordinator = await people.on_a_phone(language, **NOTHING_KEPT)
    await people.inspect(coordinator)
    await enter(coordinator, site, COORDINATOR)
    await look_at(people, coordinator, (*FOR_COORDINATORS, *paths.coordinators))


async def look_at(people: People, page: Page, paths: Iterable[str], *, status: int = 200) -> dict[str, str]:
    """Gives the title of each."""
    titles: dict[str, str] = {}
    for path in paths:
        answer = await page.goto(path)
        assert answer
        assert answer.status == status, path
        titles[path.partition("?")[0]] = await page.title()
        await look_closely_at_all(people, page)
        if await (blank := page.locator(BLANK)).count():
            await blank.locator(".button").first.click()
            await expect(page.get_by_role("alert"), path).to_be_visible()
            await look_closely_at_all(people, page)
    return titles


async def look_closely_at_all(people: People, page: Page) -> None:
    """Also at what is folded away."""
    await page.evaluate(UNFOLD)
    await people.look_closely(page)
    assert await page.evaluate(ALONE) == [1, 1], page.url
