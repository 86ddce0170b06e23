"""axe-core: what on a page hinders people with disabilities, as far as a program can tell."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from playwright.async_api import BrowserContext, Page

from tests.npm import install

# Nothing looks into files, such as styles, so none is fetched once more.
EVERYTHING: dict[str, Any] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "preload": False,
}
# Colours and sizes take twice as long as all else, and depend on no language.
OF_LOOKS = ("color-contrast", "link-in-text-block", "target-size")
ALL_BUT_LOOKS = EVERYTHING | {"rules": {rule: {"enabled": False} for rule in OF_LOOKS}}
# The same ones are around every page, and as many as many a page has.
LINKS_AROUND = ["body > :is(header, footer) ul"]
# A frame holds what another page shows; what stays in view covers other things once one has scrolled.
FIND = """async ([exclude, options]) => {
    scrollTo({ top: 0, behavior: "instant" });
    const { violations } = await axe.run({ exclude }, { ...options, resultTypes: ["violations"], iframes: false });
    return violations.flatMap(({ id, nodes }) => nodes.map(
        ({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary.split("\\n").slice(1).join(" ")}`
    ));
}"""


@cache
def script() -> str:
    return (install(Path(__file__).parent) / "axe-core" / "axe.min.js").read_text()


async def load(context: BrowserContext) -> None:
    """Into each of its pages; the browser takes it over once, which saves most of the time."""
    await context.add_init_script(script())


async def barriers(page: Page, options: dict[str, Any], *, exclude: Sequence[str] = ()) -> list[str]:
    found = await page.evaluate(FIND, [exclude, options])
    return [f"{page.url}: {page.viewport_size}: {each}" for each in found]
