"""Where the Chromium for the browser tests is; `python -m deploy.browser` prints it."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

# The first has no windows, and shows a page in half the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> Path | None:
    """The machine's own Chromium, else the one Playwright has downloaded."""
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    with sync_playwright() as playwright:
        downloaded = Path(playwright.chromium.executable_path)
    return downloaded if downloaded.exists() else None


if __name__ == "__main__":
    print(find() or sys.exit("There is no Chromium; `make test` installs one"))
