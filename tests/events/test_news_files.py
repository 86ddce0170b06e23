"""The feed publisher keeps the news as files, so that feed readers find them when all else is down."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from msgspec import structs
from nats.aio.client import Client

from services.events.feeds.publisher import publish
from services.events.settings import Settings
from shared import streams
from shared.messages import encode
from shared.messages.event_details import Audience
from shared.messages.events import MESSAGES, CampaignState, EventState, OrganisationState
from tests.events.calendar_in_memory import AWO, CARITAS, NOW, a_week, an_event
from tests.waiting import until

TITLE = "{http://www.w3.org/2005/Atom}entry/{http://www.w3.org/2005/Atom}title"


@pytest.fixture
async def publishing(loaded: Settings, client: Client, tmp_path: Path) -> AsyncIterator[Path]:
    """Where a running publisher writes."""
    await streams.declare(client.jetstream(), MESSAGES)
    running = asyncio.create_task(publish(structs.replace(loaded, feeds_directory=str(tmp_path))))
    yield tmp_path
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def say(client: Client, *states: EventState | OrganisationState | CampaignState) -> None:
    for state in states:
        await client.jetstream().publish(state.subject, encode(state))


def titles(file: Path) -> list[str | None]:
    if file.suffix == ".json":
        return [item["title"] for item in json.loads(file.read_bytes())["items"]]
    return [title.text for title in ET.parse(file).getroot().iterfind(TITLE)]


async def until_titles(file: Path, expected: list[str]) -> None:
    async def written() -> bool:
        return file.exists() and titles(file) == expected

    await until(written)


@pytest.mark.parametrize("ending", [".atom", ".json"])
async def test_the_news_of_all_of_an_organisation_and_of_a_campaign_follow_every_change(
    publishing: Path, client: Client, loaded: Settings, ending: str
) -> None:
    week = a_week(loaded)
    event = an_event(title="Fest", campaign=week.slug)
    files = [
        publishing / f"{name}{ending}" for name in ("events", "organisations/caritas-witten", f"campaigns/{week.slug}")
    ]

    await say(client, CARITAS, AWO, week, event)
    for file in files:
        await until_titles(file, ["Fest"])
    await say(client, structs.replace(event, version=2, title="Feier", changed_at=NOW))
    for file in files:
        await until_titles(file, ["Feier"])

    await until_titles(publishing / f"organisations/awo-en{ending}", [])
    for file in files:
        assert file.with_name(f"{file.name}.gz").exists()


async def test_what_has_no_date_yet_is_news_and_what_is_internal_is_not(publishing: Path, client: Client) -> None:
    no_date = an_event("jubilaeum", title="Jubiläum", starts_at=None, ends_at=None, occurrences=[])
    internal = an_event("intern", title="Intern", audience=Audience.INTERNAL)

    await say(client, CARITAS, internal, no_date)

    await until_titles(publishing / "events.atom", ["Jubiläum"])
    await until_titles(publishing / "organisations/caritas-witten.json", ["Jubiläum"])
