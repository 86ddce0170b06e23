"""axe-core: what on a page hinders people with disabilities, as far as a program can tell."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.async_api import Page

from tests.npm import install

CONTRAST = "color-contrast"
EVERYTHING: dict[str, Any] = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
ALL_BUT_COLOURS = EVERYTHING | {"rules": {CONTRAST: {"enabled": False}}}
COLOURS = {"runOnly": [CONTRAST]}
# A frame holds what another page shows.
FIND = """async (options) => {
    const { violations } = await axe.run(document, { ...options, resultTypes: ["violations"], iframes: false });
    return violations.flatMap(({ id, nodes }) => nodes.map(
        ({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary.split("\\n").slice(1).join(" ")}`
    ));
}"""


@cache
def script() -> str:
    return (install(Path(__file__).parent) / "axe-core" / "axe.min.js").read_text()


async def load(page: Page) -> None:
    await page.evaluate(script())


async def barriers(page: Page, options: dict[str, Any]) -> list[str]:
    return [f"{page.url}: {found}" for found in await page.evaluate(FIND, options)]


async def faint_words_in_the_dark(page: Page) -> list[str]:
    # Else colours would still be on their way from light to dark.
    await page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found = await barriers(page, COLOURS)
    await page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return found
