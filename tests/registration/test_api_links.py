"""What people's own page does, for apps that have the link from their mail."""

from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from shared.database import Pool
from shared.messages.events import EventState
from tests.registration.given import BASE_URL, statuses
from tests.registration.own_calendar import ADA, JOINING, link_of


@pytest.fixture
async def link(pool: Pool, event: EventState) -> str:
    return f"/api/registrations/links/{(await link_of(pool, event)).rpartition('/')[2]}"


async def state(web: httpx.AsyncClient, link: str) -> Any:
    answer = await web.get(link)
    assert answer.headers["cache-control"] == "no-store"
    return answer.json()


async def test_the_state_says_all_that_the_page_says(web: httpx.AsyncClient, event: EventState, link: str) -> None:
    found = await state(web, link)

    assert (found["event"], found["status"], found["email"], found["party_size"]) == (
        event.title,
        "confirmed",
        ADA,
        1,
    )
    assert found["joining"]["conference"]["pass_code"] == JOINING.pass_code
    assert found["deeds"] == {
        "can_prove": False,
        "can_answer": False,
        "can_change": True,
        "can_pass_on": True,
        "can_cancel": True,
        "can_say_how_it_was": False,
    }


async def test_a_change_within_the_limits_is_kept_and_another_address_is_refused(
    web: httpx.AsyncClient, link: str
) -> None:
    changed = await web.patch(link, json={"party_size": 2, "language": "ar"})
    assert (changed.json()["party_size"], changed.json()["language"]) == (2, "ar")

    too_many = await web.patch(link, json={"party_size": 3})
    assert [error["field"] for error in too_many.json()["errors"]] == ["party_size"]
    other = await web.patch(link, json={"email": "eve@people.example"})
    assert [error["field"] for error in other.json()["errors"]] == ["email"]


async def test_who_gave_a_number_only_cannot_take_it_away(web: httpx.AsyncClient, pool: Pool, link: str) -> None:
    await pool.execute("UPDATE registrations SET email = '', phone = '+492302123456'")

    refused = await web.patch(link, json={"phone": ""})

    assert [error["field"] for error in refused.json()["errors"]] == ["phone"]


async def test_an_offer_is_accepted_once_and_again_without_effect(
    web: httpx.AsyncClient, pool: Pool, link: str
) -> None:
    await pool.execute(
        "UPDATE registrations SET status = 'offered', offered_size = 1, held_until = now() + interval '1 hour'"
    )

    for _ in range(2):
        assert (await web.post(f"{link}/acceptance")).json()["status"] == "confirmed"


async def test_an_offer_one_second_late_is_a_conflict(web: httpx.AsyncClient, pool: Pool, link: str) -> None:
    await pool.execute(
        "UPDATE registrations SET status = 'offered', offered_size = 1, held_until = now() - interval '1 second'"
    )

    late = await web.post(f"{link}/acceptance")

    assert (late.status_code, late.json()["type"]) == (409, "offer-expired")
    assert (await state(web, link))["status"] == "expired"


async def test_who_cancels_sees_so_also_the_second_time(web: httpx.AsyncClient, link: str) -> None:
    for _ in range(2):
        assert (await web.post(f"{link}/cancellation")).json()["status"] == "cancelled"

    assert (await state(web, link))["joining"] is None


async def test_what_is_passed_on_is_reached_no_more(
    web: httpx.AsyncClient, pool: Pool, event: EventState, link: str
) -> None:
    to = {"name": "Bob", "email": "bob@people.example", "language": "de", "consent": True}

    assert (await web.post(f"{link}/pass-on", json=to)).status_code == 204
    assert (await web.get(link)).status_code == 404
    async with pool.acquire() as db:
        assert await statuses(db, event) == {"bob@people.example": "confirmed"}


async def test_a_private_calendar_begins_and_ends(web: httpx.AsyncClient, link: str) -> None:
    made = await web.post(f"{link}/feed")
    address = made.json()["address"].removeprefix(BASE_URL)
    assert (made.status_code, (await web.get(address)).status_code) == (201, 200)

    assert (await web.delete(f"{link}/feed")).status_code == 204
    assert (await web.get(address)).status_code == 404


async def test_everything_is_deleted_and_the_receipt_says_so(web: httpx.AsyncClient, link: str) -> None:
    asked = await web.post(f"{link}/erasure")

    assert asked.status_code == 202
    receipt = (await web.get(urlsplit(asked.json()["receipt"]).path)).json()
    assert receipt["registration"]["registrations"] == 1
    assert (await web.get(link)).status_code == 404


@pytest.mark.parametrize("deed", ["proof", "acceptance", "refusal", "cancellation", "pass-on", "feed", "erasure"])
async def test_a_link_with_one_character_changed_opens_nothing(web: httpx.AsyncClient, link: str, deed: str) -> None:
    other = link[:-1] + ("a" if link[-1] != "a" else "b")

    assert (await web.get(other)).status_code == 404
    assert (await web.post(f"{other}/{deed}", json={})).status_code == 404
