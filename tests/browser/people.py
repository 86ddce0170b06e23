"""People at browsers of their own, and what their browsers complain about."""

from itertools import count
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, WebError

from tests.browser import axe

PHONE = ViewportSize(width=360, height=740)
DESK = ViewportSize(width=1280, height=800)
# Anything here answers at once unless the machine does much else.
PATIENCE_SECONDS = 30
LANGUAGE = "document.documentElement.lang"
CONTENT_WIDTH = "document.documentElement.scrollWidth"


class People:
    """Opens browsers, each without any cookies; keeps pictures of the pages they looked at."""

    def __init__(self, *, chromium: Browser, base_url: str, pictures: Path) -> None:
        self.chromium = chromium
        self.base_url = base_url
        self.pictures = pictures
        self.contexts: list[BrowserContext] = []
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

    async def look_closely(self, page: Page) -> None:
        """On a phone, and in German at a desk too; also for what hinders people with disabilities."""
        await axe.load(page)
        # Colours do not depend on the language.
        language = await page.evaluate(LANGUAGE)
        colours = axe.EVERYTHING if language == "de" else axe.ALL_BUT_COLOURS
        # Pictures take as long as all else; these are for people to look at.
        await (self.fits(page) if language == "uk" else self.look(page))
        self.complaints += await axe.barriers(page, colours)
        if colours is axe.EVERYTHING:
            self.complaints += await axe.faint_words_in_the_dark(page)
            # What a desk has beside a phone it has in each language.
            await page.set_viewport_size(DESK)
            await self.fits(page)
            self.complaints += await axe.barriers(page, axe.ALL_BUT_COLOURS)
            await page.set_viewport_size(PHONE)

    async def look(self, page: Page) -> None:
        """Keep a picture of the page, which has to fit."""
        await page.screenshot(path=self.pictures / f"{next(self.numbers):02}.jpeg", full_page=True)
        await self.fits(page)

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
