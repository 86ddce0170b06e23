"""What people see and do with the link in their mail."""

import httpx
import pytest

from shared.database import Pool
from shared.messages.events import EventState, EventStatus
from shared.messages.registration import RegistrationConfirmed, RegistrationWaiting
from tests.registration.given import BASE_URL, an_open_event, changed, heard, signed_up, statuses, told


@pytest.fixture
async def event(pool: Pool) -> EventState:
    """For two, with ada on it and bob waiting."""
    async with pool.acquire() as db, db.transaction():
        event = await an_open_event(db, capacity=2)
        await signed_up(db, event, "ada@a.example", 2, name="Ada")
        await signed_up(db, event, "bob@a.example", 1, name="Bob")
        return event


@pytest.fixture
async def link(pool: Pool, event: EventState) -> str:
    async with pool.acquire() as db:
        [confirmed] = await told(db, RegistrationConfirmed)
    return confirmed.link.removeprefix(BASE_URL)


@pytest.fixture
async def link_of_one_who_waits(pool: Pool, event: EventState) -> str:
    async with pool.acquire() as db:
        [waiting] = await told(db, RegistrationWaiting)
    return waiting.link.removeprefix(BASE_URL)


async def test_who_has_a_place_sees_the_join_details(web: httpx.AsyncClient, event: EventState, link: str) -> None:
    shown = await web.get(link)

    assert shown.status_code == 200
    assert "You have a place" in shown.text
    assert event.join_details in shown.text
    assert "2 people" in shown.text
    assert shown.headers["Cache-Control"] == "private, no-cache"


async def test_who_waits_sees_their_position_and_no_join_details(
    web: httpx.AsyncClient, event: EventState, link_of_one_who_waits: str
) -> None:
    shown = await web.get(link_of_one_who_waits)

    assert "Your position: 1" in shown.text
    assert event.join_details not in shown.text


async def test_a_link_opens_a_page_and_its_button_cancels(
    web: httpx.AsyncClient, event: EventState, pool: Pool, link: str
) -> None:
    await web.get(link)
    async with pool.acquire() as db:
        assert await statuses(db, event) == {"ada@a.example": "confirmed", "bob@a.example": "waiting"}

    for _ in range(2):
        cancelled = await web.post(f"{link}/cancellation")
        assert (cancelled.status_code, cancelled.headers["Location"]) == (303, link)

    shown = await web.get(link)
    assert "Your sign-up is cancelled" in shown.text
    assert event.join_details not in shown.text
    async with pool.acquire() as db:
        assert await statuses(db, event) == {"ada@a.example": "cancelled", "bob@a.example": "offered"}


async def test_a_link_with_one_character_changed_opens_nothing(web: httpx.AsyncClient, link: str) -> None:
    last = "a" if link[-1] != "a" else "b"

    assert (await web.get(link[:-1] + last)).status_code == 404
    assert (await web.post(f"{link[:-1]}{last}/cancellation")).status_code == 404


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (EventStatus.CANCELLED, "This event is cancelled."),
        (EventStatus.POSTPONED, "This event is postponed."),
    ],
)
async def test_the_page_says_what_became_of_the_event(
    web: httpx.AsyncClient, event: EventState, pool: Pool, link: str, status: EventStatus, sentence: str
) -> None:
    async with pool.acquire() as db, db.transaction():
        await heard(db, changed(event, status=status))

    assert sentence in (await web.get(link)).text


async def test_the_page_reads_from_right_to_left_in_arabic(web: httpx.AsyncClient, link: str) -> None:
    assert 'lang="ar" dir="rtl"' in (await web.get(f"{link}?lang=ar")).text
