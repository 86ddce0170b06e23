"""The sign-up page and the API with their usual limits: what a robot meets, and what a person notices."""

import re
from collections.abc import AsyncIterator

import httpx
import msgspec
import pytest

from services.registration.app import create_app
from services.registration.settings import Settings
from shared.database import Pool
from shared.messages.events import EventState
from tests.answering import answering
from tests.registration.given import an_open_event

TYPED = {"name": "Ada", "email": "ada@people.example", "party_size": "2", "language": "de", "consent": "on"}


@pytest.fixture
async def event(pool: Pool) -> EventState:
    async with pool.acquire() as db, db.transaction():
        return await an_open_event(db)


@pytest.fixture
async def guarded(settings: Settings, pool: Pool) -> AsyncIterator[httpx.AsyncClient]:
    strict = msgspec.structs.replace(settings, form_seconds=3600, sign_ups_per_minute=2)
    async with answering(create_app(strict), settings.base_url) as caller:
        caller.headers["Accept-Language"] = "en"
        yield caller


async def test_a_form_sent_too_quickly_comes_back_with_all_that_was_typed(
    guarded: httpx.AsyncClient, event: EventState, pool: Pool
) -> None:
    nonce = re.search(r'name="nonce" value="([^"]+)"', (await guarded.get(f"/register/{event.slug}")).text)
    assert nonce is not None

    shown = await guarded.post(f"/register/{event.slug}", data=TYPED | {"nonce": nonce[1]})

    assert shown.status_code == 422
    assert "Please send this once more" in shown.text
    assert 'value="ada@people.example"' in shown.text
    assert await pool.fetchval("SELECT count(*) FROM registrations") == 0


async def test_programs_that_ask_often_are_told_what_to_solve(
    guarded: httpx.AsyncClient, event: EventState, pool: Pool
) -> None:
    def body(number: int) -> dict[str, object]:
        return {
            **TYPED,
            "event_id": str(event.id),
            "email": f"{number}@people.example",
            "party_size": 1,
            "consent": True,
        }

    answers = [await guarded.post("/api/registrations", json=body(number)) for number in range(3)]

    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert answers[-1].headers["Retry-After"] == "60"
    assert "/api/registrations/challenge" in answers[-1].json()["detail"]
    challenge = (await guarded.get("/api/registrations/challenge")).json()
    assert challenge.keys() == {"algorithm", "challenge", "maxNumber", "salt", "signature"}


async def test_the_page_gives_the_browser_work_while_many_ask(guarded: httpx.AsyncClient, event: EventState) -> None:
    calm = await guarded.get(f"/register/{event.slug}")
    for number in range(3):
        await guarded.post("/api/registrations", json={"event_id": str(event.id), "name": str(number)})

    busy = await guarded.get(f"/register/{event.slug}")

    assert "data-challenge" not in calm.text
    assert "data-challenge" in busy.text
    assert "<noscript>" in busy.text
