"""The pages that people open most: what comes over the wire at the first view, and how fast a service makes them."""

from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

import httpx
from msgspec import Struct
from playwright.sync_api import Browser, Request, sync_playwright

from deploy import browser
from deploy.local.running import RunningStack
from tests.bench import given, servers
from tests.bench.comparison import Line, compare, rate
from tests.bench.list_page import asking

VIEWS = 5
ROUNDS = 9
MOST_KILOBYTES = 50
MOST_REQUESTS_BEFORE_TEXT = 3
MOST_REQUESTS = 10
READER = "uk-UA"
HOLDING_UP = """performance.getEntriesByType("resource").filter((each) => each.renderBlockingStatus === "blocking")"""
FIRST_BYTE = """() => {
  const [page] = performance.getEntriesByType("navigation");
  return page.responseStart - page.requestStart;
}"""


class View(Struct, frozen=True, kw_only=True):
    """What a browser fetched for a page, having seen nothing of the site before."""

    kilobytes: float
    requests: int
    requests_before_text: int
    first_byte_ms: float


def of_all(running: RunningStack) -> list[Line]:
    """The list, an event and the form to sign up for it: through the edge in Chromium, and at the service itself."""
    event = httpx.get(f"{running.base_url}/api/events/{given.an_open_event(running, 'Kleines Fest')}").json()
    pages = {
        "list": ("events", "/events"),
        "event": ("events", f"/events/{event['slug']}"),
        "form": ("registration", f"/register/{event['slug']}"),
    }
    with servers.python(running, "tests.bench.empty_page", service="events", path="/") as empty:
        with chromium() as started:
            nothing = first_views(started, f"http://localhost:{empty}/")
            views = {name: first_views(started, running.base_url + path) for name, (_, path) in pages.items()}
        rates = [
            rate(
                f"{name}, beside an empty template",
                compare(asking(running.stack.service_ports[service][0], path), asking(empty, "/"), rounds=ROUNDS),
            )
            for name, (service, path) in pages.items()
        ]
    return [*(line for name in pages for line in over_the_wire(name, views[name], nothing)), *rates]


@contextmanager
def chromium() -> Iterator[Browser]:
    path = browser.find()
    if not path:
        raise RuntimeError("There is no Chromium; `make test` installs one")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path)
        yield started
        started.close()


def first_views(started: Browser, url: str) -> list[View]:
    return [first_view(started, url) for _ in range(VIEWS)]


def first_view(started: Browser, url: str) -> View:
    """Without pictures, and without what a service worker keeps afterwards for when there is no connection."""
    context = started.new_context(locale=READER, service_workers="block")
    page = context.new_page()
    asked: list[Request] = []
    page.on("requestfinished", lambda request: asked.append(request))  # noqa: PLW0108 - a builtin cannot be marked by it
    page.goto(url, wait_until="networkidle")
    view = View(
        kilobytes=sum(bytes_of(each) for each in asked if each.resource_type != "image") / 1000,
        requests=len(asked),
        # The first is for the page itself.
        requests_before_text=1 + page.evaluate(f"{HOLDING_UP}.length"),
        first_byte_ms=page.evaluate(FIRST_BYTE),
    )
    context.close()
    return view


def bytes_of(request: Request) -> int:
    sizes = request.sizes()
    return sizes["responseHeadersSize"] + sizes["responseBodySize"]


def over_the_wire(name: str, views: list[View], nothing: list[View]) -> list[Line]:
    [first, *_] = views
    return [
        Line(what=f"{name}, bytes, budget", unit="kB", figure=first.kilobytes, reference=MOST_KILOBYTES),
        Line(
            what=f"{name}, requests before text shows, budget",
            unit="",
            figure=first.requests_before_text,
            reference=MOST_REQUESTS_BEFORE_TEXT,
        ),
        Line(what=f"{name}, requests in all, budget", unit="", figure=first.requests, reference=MOST_REQUESTS),
        Line(
            what=f"{name}, first byte, beside an empty template",
            unit="ms",
            figure=median(each.first_byte_ms for each in views),
            reference=median(each.first_byte_ms for each in nothing),
        ),
    ]
