"""The readers of a run."""

from collections.abc import Iterator

import pytest

from tests.readers.ical_js import IcalJs
from tests.readers.reading import Reader, by_ical, by_ical_js, by_recurring_ical_events, by_vobject


@pytest.fixture(scope="session")
def ical_js() -> Iterator[IcalJs]:
    with IcalJs() as running:
        yield running


@pytest.fixture(scope="session")
def readers(ical_js: IcalJs) -> dict[str, Reader]:
    """Independent readers by name, each with the dates it sees in a window."""
    return {
        "ical.js": by_ical_js(ical_js),
        "ical": by_ical,
        "vobject": by_vobject,
        "recurring-ical-events": by_recurring_ical_events,
    }
