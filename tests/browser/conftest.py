"""One stack and one Chromium for all browser tests; what a browser complains about fails the test."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright
from slugify import slugify

from deploy import browser
from deploy.local.running import RunningStack
from deploy.local.stack import ROOT
from shared.translations import catalogue
from tests.browser.given import Words
from tests.browser.people import READERS, People, Reader
from tests.journeys.site import Site

PICTURES = ROOT / ".local" / "pictures"
# It runs as root in containers, draws without a graphics card, and asks nobody on the network for anything.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--disable-sync",
    # Scripts of pages, and axe in them, run for a moment: to compile them costs more than it saves.
    "--js-flags=--jitless",
]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with RunningStack(tmp_path_factory.mktemp("browser") / "data") as running, closing(Site(running)) as made:
        yield made


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    # In a thread, since it asks Playwright in a way that a running loop does not allow.
    path = await asyncio.to_thread(browser.find)
    assert path, "there is no Chromium; `make test` installs one"
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        await started.close()


@pytest.fixture
def pictures(request: pytest.FixtureRequest) -> Path:
    """Where the pictures of this test stay until it runs again."""
    folder = PICTURES / slugify(request.node.name)
    shutil.rmtree(folder, ignore_errors=True)
    return folder


@pytest.fixture
async def people(site: Site, chromium: Browser, pictures: Path) -> AsyncIterator[People]:
    """Those who look at the site; their browsers must have had nothing to complain about."""
    made = People(chromium=chromium, base_url=site.running.base_url, pictures=pictures)
    yield made
    await made.leave()
    assert made.complaints == [], "\n".join(made.complaints)


@pytest.fixture(params=READERS, ids=str)
def reader(request: pytest.FixtureRequest) -> Reader:
    """A test that asks for one is run for each."""
    found: Reader = request.param
    return found


@pytest.fixture
def words(reader: Reader) -> Words:
    """What a text of ours says in the reader's language."""
    return catalogue(reader.language).gettext


@pytest.fixture
async def phone(people: People, reader: Reader) -> Page:
    page = await people.on_a_phone(reader.language, java_script_enabled=reader.scripts)
    if reader.scripts:
        await people.inspect(page)
    return page
