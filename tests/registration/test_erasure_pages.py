"""The page that explains what is deleted, its one button, and the receipt."""

import re
from uuid import UUID

import httpx
import pytest

from services.registration.consumers.erasure_done import keep_events_answer, keep_notify_answer
from shared.database import Pool
from shared.messages.events import EventState
from shared.messages.events_facts import EventsErasureDone
from shared.messages.notify import NotifyErasureDone
from tests.registration.given import statuses
from tests.registration.own_calendar import ADA, new_address

RECEIPT = re.compile(r'name="receipt" value="([\w-]{43})"')


async def receipt_name(web: httpx.AsyncClient, link: str) -> str:
    found = RECEIPT.search((await web.get(f"{link}/erasure")).text)
    assert found
    return found[1]


async def test_looking_at_the_page_deletes_nothing(
    web: httpx.AsyncClient, pool: Pool, event: EventState, link: str
) -> None:
    shown = await web.get(f"{link}/erasure")

    assert "This cannot be undone" in shown.text
    async with pool.acquire() as db:
        assert await statuses(db, event) == {ADA: "confirmed"}


async def test_the_button_deletes_everything_and_leads_to_the_receipt(
    web: httpx.AsyncClient, pool: Pool, event: EventState, link: str
) -> None:
    feed = await new_address(web, link)
    name = await receipt_name(web, link)

    done = await web.post(f"{link}/erasure", data={"receipt": name})

    assert (done.status_code, done.headers["location"]) == (303, f"/registrations/erasures/{name}")
    for gone in (link, f"{link}/erasure", f"{link}/data.json", feed):
        assert (await web.get(gone)).status_code == 404
    async with pool.acquire() as db:
        assert await statuses(db, event) == {"": "cancelled"}


async def test_the_button_pressed_twice_leads_to_the_same_receipt(web: httpx.AsyncClient, link: str) -> None:
    name = await receipt_name(web, link)

    answers = [await web.post(f"{link}/erasure", data={"receipt": name}) for _ in range(2)]

    assert {answer.headers["location"] for answer in answers} == {f"/registrations/erasures/{name}"}


@pytest.mark.parametrize("typed", ["", "short", "x" * 44, "ä" * 43, "../" + "a" * 40])
async def test_a_made_up_name_of_a_receipt_is_not_taken(web: httpx.AsyncClient, link: str, typed: str) -> None:
    done = await web.post(f"{link}/erasure", data={"receipt": typed})

    assert re.fullmatch(r"/registrations/erasures/[\w-]{43}", done.headers["location"])
    assert typed not in done.headers["location"] or not typed


async def test_the_receipt_shows_counts_as_they_come_in_on_the_page_and_as_json(
    web: httpx.AsyncClient, pool: Pool, link: str
) -> None:
    name = await receipt_name(web, link)
    address = (await web.post(f"{link}/erasure", data={"receipt": name})).headers["location"]
    assert "Still at work" in (await web.get(address)).text
    first = (await web.get(f"/api{address}")).json()
    assert (first["is_done"], first["registration"]["registrations"], first["events"]) == (False, 1, None)

    async with pool.acquire() as db, db.transaction():
        erasure_id: UUID = await db.fetchval("SELECT id FROM erasures")
        await keep_events_answer(db, EventsErasureDone(erasure_id=erasure_id, counts={"applications": 2}))
        await keep_notify_answer(db, NotifyErasureDone(erasure_id=erasure_id, counts={"mails": 3, "unheard_of": 1}))
        await db.execute("DELETE FROM purges")

    shown = await web.get(address)
    assert "Everything is deleted" in shown.text
    assert "Ada" not in shown.text
    assert ADA not in shown.text
    last = (await web.get(f"/api{address}")).json()
    assert (last["is_done"], last["events"], last["notify"]) == (
        True,
        {"applications": 2},
        {"mails": 3, "unheard_of": 1},
    )


async def test_a_receipt_that_never_was_is_not_there(web: httpx.AsyncClient) -> None:
    for address in ("/registrations/erasures/unknown", "/api/registrations/erasures/unknown"):
        assert (await web.get(address)).status_code == 404


@pytest.mark.parametrize("language", ["de", "uk", "ar"])
async def test_the_pages_are_read_in_each_language(web: httpx.AsyncClient, link: str, language: str) -> None:
    shown = await web.get(f"{link}/erasure?lang={language}")

    assert "This cannot be undone" not in shown.text
    done = await web.post(f"{link}/erasure")
    assert "Your receipt" not in (await web.get(f"{done.headers['location']}?lang={language}")).text
