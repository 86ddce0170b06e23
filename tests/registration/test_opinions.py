"""How it was: people say it with one tap and perhaps some words, and the organiser reads it without their names."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from services.registration.commands.apply_settings import apply_settings
from services.registration.commands.erase_registrations import erase_registrations
from services.registration.commands.forget_people import forget_people
from shared.database import Pool
from shared.messages.events import EventState
from shared.messages.registration import RegistrationConfirmed
from tests.everything import places_naming
from tests.registration.given import BASE_URL, an_open_event, asking, roster_of, signed_up, told
from tests.registration.own_calendar import ADA
from tests.registration.sessions import Callers

OTHERS = ("bob@people.example", "kim@people.example")
NOTE = "Der Tee war kalt.\n\nSchade & danke!"


@pytest.fixture
async def event(pool: Pool) -> EventState:
    """It was yesterday; three parties had places."""
    async with pool.acquire() as db, db.transaction():
        event = await an_open_event(db)
        await apply_settings(db, event.id, await asking(db, event, asks_how_it_was=True), base_url=BASE_URL)
        for email in (ADA, *OTHERS):
            await signed_up(db, event, email, 2, name="Olena Kovalchuk")
    await ended(pool, timedelta(days=1))
    return event


async def ended(pool: Pool, ago: timedelta) -> None:
    ends_at = datetime.now(UTC) - ago
    await pool.execute("UPDATE rosters SET starts_at = $1, ends_at = $2", ends_at - timedelta(hours=2), ends_at)


async def links(pool: Pool) -> list[str]:
    async with pool.acquire() as db:
        return [fact.link.removeprefix(BASE_URL) for fact in await told(db, RegistrationConfirmed)]


async def read(web: httpx.AsyncClient, pool: Pool, event: EventState, callers: Callers) -> Any:
    async with pool.acquire() as db:
        roster = await roster_of(db, event)
    return (await web.get(f"/api/registrations/rosters/{roster.id}/opinions", headers=callers.own)).json()


async def test_one_says_it_on_one_s_own_page_and_may_say_otherwise(
    web: httpx.AsyncClient, pool: Pool, event: EventState, link: str, callers: Callers
) -> None:
    assert "How was it?" in (await web.get(link)).text

    said = await web.post(f"{link}/opinion", data={"mark": "fair", "words": NOTE})
    assert (said.status_code, said.headers["location"]) == (303, f"{link}#how-it-was")
    shown = (await web.get(link)).text
    assert "Thank you for telling us." in shown
    assert 'value="fair" checked' in shown
    assert "Schade &amp; danke!</textarea>" in shown

    await web.post(f"{link}/opinion", data={"mark": "good", "words": ""})
    assert await read(web, pool, event, callers) == {
        "counts": {"good": 1, "fair": 0, "poor": 0},
        "in_words": [],
    }


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"words": "Gut"}, "mark"), ({"mark": "great"}, "mark"), ({"mark": "good", "words": "x" * 1001}, "words")],
)
async def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    web: httpx.AsyncClient, pool: Pool, link: str, typed: dict[str, str], field: str
) -> None:
    answer = await web.post(f"{link}/opinion", data=typed)

    assert answer.status_code == 422
    assert f'id="problem-{field}"' in answer.text
    assert f"{typed.get('words', '')}</textarea>" in answer.text
    assert await pool.fetchval("SELECT count(*) FROM opinions") == 0


async def test_the_organiser_reads_numbers_and_words_and_no_names(
    web: httpx.AsyncClient, pool: Pool, event: EventState, callers: Callers
) -> None:
    for link, mark in zip(await links(pool), ("good", "good", "poor"), strict=True):
        await web.post(f"{link}/opinion", data={"mark": mark, "words": f"So {mark}."})

    page = (await web.get(f"/portal/rosters/{event.id}?q=nobody", headers=callers.own)).text
    found = await read(web, pool, event, callers)

    assert found["counts"] == {"good": 2, "fair": 0, "poor": 1}
    assert sorted(each["words"] for each in found["in_words"]) == ["So good.", "So good.", "So poor."]
    assert "Not good: 1" in page
    assert page.count("So good.") == 2
    assert "Kovalchuk" not in page


async def test_nobody_else_reads_it(web: httpx.AsyncClient, pool: Pool, event: EventState, callers: Callers) -> None:
    await web.post(f"{(await links(pool))[0]}/opinion", data={"mark": "good", "words": NOTE})
    async with pool.acquire() as db:
        roster = await roster_of(db, event)

    for stranger in (callers.foreign, callers.coordinator):
        answer = await web.get(f"/api/registrations/rosters/{roster.id}/opinions", headers=stranger)
        assert answer.status_code == 404
    assert "Der Tee" not in (await web.get(f"/portal/rosters/{event.id}", headers=callers.coordinator)).text


async def test_apps_say_it_too(web: httpx.AsyncClient, event: EventState, link: str) -> None:
    api = f"/api/registrations/links/{link.rpartition('/')[2]}"

    said = await web.post(f"{api}/opinion", json={"mark": "poor", "words": NOTE})
    wrong = await web.post(f"{api}/opinion", json={"mark": "great"})

    assert said.json()["opinion"] == {"mark": "poor", "words": NOTE}
    assert said.json()["deeds"]["can_say_how_it_was"]
    assert [error["field"] for error in wrong.json()["errors"]] == ["mark"]


async def test_before_the_end_and_without_having_been_there_there_is_nothing_to_say(
    web: httpx.AsyncClient, pool: Pool, link: str
) -> None:
    cases = {
        "it goes on": "UPDATE rosters SET ends_at = now() + interval '1 hour'",
        "not wanted": "UPDATE rosters SET ends_at = now() - interval '1 hour', asks_how_it_was = false",
        "missed": "UPDATE rosters SET asks_how_it_was = true, attended_count = 1",
        "cancelled": "UPDATE registrations SET status = 'cancelled', cancelled_at = now()",
    }
    for change in cases.values():
        await pool.execute(change)
        assert "How was it?" not in (await web.get(link)).text
        assert (await web.post(f"{link}/opinion", data={"mark": "good"})).status_code == 409

    assert await pool.fetchval("SELECT count(*) FROM opinions") == 0


async def test_when_people_are_forgotten_their_words_go_and_the_count_stays(
    web: httpx.AsyncClient, pool: Pool, event: EventState, link: str, callers: Callers
) -> None:
    await web.post(f"{link}/opinion", data={"mark": "good", "words": NOTE})
    await ended(pool, timedelta(days=31))

    async with pool.acquire() as db, db.transaction():
        await forget_people(db)

    assert await read(web, pool, event, callers) == {"counts": {"good": 1, "fair": 0, "poor": 0}, "in_words": []}


async def test_who_wants_all_of_theirs_deleted_has_said_nothing(
    web: httpx.AsyncClient, pool: Pool, event: EventState, link: str, callers: Callers
) -> None:
    await web.post(f"{link}/opinion", data={"mark": "good", "words": NOTE})
    assert NOTE in (await web.get(f"{link}/data.json")).json()["registrations"][0]["opinion"]["words"]

    await web.post(f"/api/registrations/links/{link.rpartition('/')[2]}/erasure")

    assert (await read(web, pool, event, callers))["counts"] == {"good": 0, "fair": 0, "poor": 0}


async def test_words_that_name_somebody_are_nowhere_afterwards(web: httpx.AsyncClient, pool: Pool, link: str) -> None:
    await web.post(f"{link}/opinion", data={"mark": "good", "words": "Gruß von Przybylski"})
    async with pool.acquire() as db, db.transaction():
        assert await places_naming(db, "Przybylski") == ["opinions"]
        ids = [row["id"] for row in await db.fetch("SELECT id FROM registrations")]
        await erase_registrations(db, ids, now=datetime.now(UTC))
        assert await places_naming(db, "Przybylski") == []
