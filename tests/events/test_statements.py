"""What the law wants to be said of the site: imprint, privacy page, accessibility statement."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from msgspec.structs import replace
from structlog.testing import capture_logs

from services.events import statements
from services.events.app import create_app
from services.events.domain.statements import missing_in_all
from services.events.settings import Settings
from shared import settings
from shared.database import Pool
from shared.pages import unbroken
from tests.answering import answering
from tests.conftest import ROOT
from tests.events.network import Callers

SAMPLE = ROOT / "deploy" / "statements.toml"
PAGES = ("/imprint", "/privacy", "/accessibility")


@pytest.fixture
async def told(loaded: Settings, pool: Pool) -> AsyncIterator[httpx.AsyncClient]:
    """A caller of a site whose operator has filled everything in."""
    async with answering(create_app(replace(loaded, statements_file=str(SAMPLE))), loaded.base_url) as caller:
        yield caller


def test_the_sample_has_all_that_is_needed() -> None:
    assert missing_in_all(statements.read(str(SAMPLE))) == []


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/imprint", ["Rathausplatz 1<br>00000 Musterstadt", "Bürgermeisterin Erika Muster", "tel:+490000000000"]),
        ("/privacy", ["mailto:datenschutz@musterstadt.example", "https://www.ldi.nrw.de", "§ 3 DSG NRW"]),
        (
            "/accessibility",
            ["erfüllt die Anforderungen", unbroken("25. November 2026"), "https://www.lbbp.nrw.de/ombudsstelle"],
        ),
    ],
)
async def test_the_pages_say_what_the_operator_filled_in(told: httpx.AsyncClient, path: str, said: list[str]) -> None:
    page = (await told.get(path, headers={"Accept-Language": "de"})).text

    assert [each for each in said if each not in page] == []
    assert "noch nicht vollständig" not in page
    assert "Übersetzung" not in page


@pytest.mark.parametrize("path", PAGES)
async def test_a_translation_says_that_the_german_page_counts(told: httpx.AsyncClient, path: str) -> None:
    page = (await told.get(f"{path}?lang=en")).text

    assert "What counts is the German page." in page
    assert f'href="{path}?lang=de"' in page


@pytest.mark.parametrize("path", PAGES)
async def test_what_is_missing_is_told_to_coordinators_and_others_may_ask(
    web: httpx.AsyncClient, callers: Callers, path: str
) -> None:
    to_anybody = (await web.get(path, headers={"Accept-Language": "en"})).text
    to_coordinator = (await web.get(path, headers=callers.browser(callers.coordinator))).text

    assert "This page is not complete yet." in to_anybody
    assert "mailto:network@witten.example" in to_anybody
    assert '<code dir="ltr">operator.name</code>' not in to_anybody
    assert '<code dir="ltr">operator.name</code>' in to_coordinator


async def test_the_site_is_explained_in_short_for_everybody(web: httpx.AsyncClient) -> None:
    page = (await web.get("/about?lang=uk")).text

    assert "Про цей сайт коротко" in page
    assert 'href="/accessibility"' in page


def test_the_start_warns_of_what_is_missing(loaded: Settings, tmp_path: Path) -> None:
    partly = tmp_path / "statements.toml"
    partly.write_text(SAMPLE.read_text().replace('method = "Selbstbewertung"', ""))

    with capture_logs() as logs:
        create_app(replace(loaded, statements_file=str(partly)))

    assert [(each["log_level"], each["missing"]) for each in logs] == [("warning", ["accessibility.method"])]


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ('[operator]\nname = "Stadt"\nfax = "1"', "fax"),
        ('[accessibility]\nconformity = "perhaps"', "accessibility.conformity"),
        ("[operator", "statements_file"),
    ],
)
def test_a_wrong_file_stops_the_start_with_a_line_that_names_it(
    environment: dict[str, str], tmp_path: Path, content: str, named: str
) -> None:
    file = tmp_path / "statements.toml"
    file.write_text(content)

    with pytest.raises(SystemExit, match="statements_file") as stopped:
        settings.load(Settings, "events", environment | {"EVENTS_STATEMENTS_FILE": str(file)})

    assert named in str(stopped.value)


def test_a_file_that_is_not_there_stops_the_start(environment: dict[str, str]) -> None:
    with pytest.raises(SystemExit, match="statements_file: cannot be read"):
        settings.load(Settings, "events", environment | {"EVENTS_STATEMENTS_FILE": "/nowhere.toml"})
