"""People at browsers of their own, and what their browsers complain about."""

import re
from itertools import count
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from msgspec import Struct
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, WebError
from slugify import slugify

from tests.browser import axe

PHONE = ViewportSize(width=360, height=740)
TABLET = ViewportSize(width=800, height=1100)
DESK = ViewportSize(width=1280, height=800)
# Anything here answers at once unless the machine does much else.
PATIENCE_SECONDS = 30
# Of files, and of the service worker.
OFFLINE = ("net::ERR_INTERNET_DISCONNECTED", "An unknown error occurred when fetching the script.")
LONG_KEY = re.compile(r"[\w-]{30,}")
LANGUAGE = "document.documentElement.lang"
# Both themes on both would show nothing new.
APPEARANCES: tuple[tuple[ViewportSize, Literal["light", "dark"]], ...] = ((PHONE, "light"), (DESK, "dark"))
# People look at pictures in one language; the journeys have some in another.
PICTURED = "de"
# In percent; takes two thirds of the time of the usual 80.
PICTURE_QUALITY = 50
CONTENT_WIDTH = "document.documentElement.scrollWidth"


class Reader(Struct, frozen=True, kw_only=True):
    """Somebody on a phone, who reads from one side or the other, with scripts or without."""

    language: str
    scripts: bool

    def __str__(self) -> str:
        return f"{self.language}-{'with' if self.scripts else 'without'}-scripts"


READERS = [Reader(language=language, scripts=scripts) for language in ("de", "ar") for scripts in (True, False)]


class People:
    """Opens browsers, each without any cookies; keeps pictures of the pages they looked at."""

    def __init__(self, *, chromium: Browser, base_url: str, pictures: Path) -> None:
        self.chromium = chromium
        self.base_url = base_url
        self.pictures = pictures
        self.contexts: list[BrowserContext] = []
        self.inspected: set[BrowserContext] = set()
        self.knows_its_way: set[BrowserContext] = set()
        self.complaints: list[str] = []
        self.numbers = count(1)

    async def at_a_desk(self, language: str = "en", **settings: Any) -> Page:
        return await self.open(language, {"viewport": DESK} | settings)

    async def on_a_phone(self, language: str = "en", **settings: Any) -> Page:
        return await self.open(language, {"viewport": PHONE, "is_mobile": True, "has_touch": True} | settings)

    async def on_a_phone_without_scripts(self, language: str = "en") -> Page:
        return await self.on_a_phone(language, java_script_enabled=False)

    async def open(self, language: str, settings: dict[str, Any]) -> Page:
        return await self.enter(await self.chromium.new_context(base_url=self.base_url, locale=language, **settings))

    async def enter(self, context: BrowserContext) -> Page:
        context.set_default_timeout(PATIENCE_SECONDS * 1000)
        context.on("console", self.hear)
        context.on("weberror", self.hear_error)
        self.contexts.append(context)
        return await context.new_page()

    async def leave(self) -> None:
        for context in self.contexts:
            await context.close()

    def hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not is_about_the_page_itself(message):
            self.complaints.append(f"{message.location['url']}: {message.text}")

    def hear_error(self, error: WebError) -> None:
        self.complaints.append(str(error.error))

    def forgive_what_was_offline(self) -> None:
        """Without a network a browser cannot fetch what it would; that is meant to be."""
        self.complaints = [each for each in self.complaints if not any(text in each for text in OFFLINE)]

    async def inspect(self, page: Page) -> None:
        """Have axe in this browser from now on, to find what hinders people with disabilities; it needs scripts."""
        await axe.load(page.context)
        self.inspected.add(page.context)

    async def look(self, page: Page) -> None:
        """It has to fit; where axe is in the browser it looks too, elsewhere a picture is kept."""
        await self.fits(page)
        if page.context in self.inspected:
            self.complaints += await axe.barriers(page, axe.ALL_BUT_LOOKS)
        else:
            await self.keep_picture(page)

    async def look_closely(self, page: Page) -> None:
        """In an inspected browser: on a phone and at a desk; at links around the pages once. It fits tablets too."""
        language = await page.evaluate(LANGUAGE)
        exclude = axe.LINKS_AROUND if page.context in self.knows_its_way else []
        # Begins as the page before ended, since each change draws all anew.
        for size, theme in sorted(APPEARANCES, key=lambda appearance: appearance[0] != page.viewport_size):
            await page.set_viewport_size(size)
            # Looks depend on no language.
            if language == "de":
                await page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            if language == PICTURED and size == PHONE:
                await self.keep_picture(page)
            await self.fits(page)
            rules = axe.EVERYTHING if language == "de" else axe.ALL_BUT_LOOKS
            self.complaints += await axe.barriers(page, rules, exclude=exclude)
        if language == PICTURED:
            # Tables have the least room here, before they become cards.
            await page.set_viewport_size(TABLET)
            await self.fits(page)
        self.knows_its_way.add(page.context)

    async def keep_picture(self, page: Page) -> None:
        assert page.viewport_size
        name = f"{next(self.numbers):02}-{slug_of(page.url)}-{page.viewport_size['width']}.jpeg"
        await page.screenshot(path=self.pictures / name, full_page=True, quality=PICTURE_QUALITY)

    async def fits(self, page: Page) -> None:
        """Nobody has to scroll sideways for the page, nor for a mail that it shows."""
        assert page.viewport_size
        assert await page.evaluate(CONTENT_WIDTH) <= page.viewport_size["width"], page.url
        for frame in page.frames[1:]:
            assert await frame.evaluate(CONTENT_WIDTH) <= await frame.evaluate("innerWidth"), frame.url


def is_about_the_page_itself(message: ConsoleMessage) -> bool:
    """Chromium reports a page with status 4xx; those that we ask for are meant to have it. Files of a page are not."""
    return (
        message.text.startswith("Failed to load resource")
        and message.page is not None
        and message.location["url"] == message.page.url
    )


def slug_of(url: str) -> str:
    """What a page is about, as part of a file's name: its path, without ids and keys."""
    parts = urlsplit(url)
    return slugify(LONG_KEY.sub("", f"{parts.path} {unquote(parts.query)}"), max_length=60) or "home"
