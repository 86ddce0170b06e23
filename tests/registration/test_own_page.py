"""People's own page: how it stands in plain words, and a button for what they are asked."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from services.registration.domain.door_code import drawn
from shared.database import Pool
from shared.messages.events import EventState, EventStatus
from shared.messages.registration import RegistrationFact, RegistrationPending
from shared.pages import unbroken
from shared.translations import LANGUAGE_CODES
from tests.registration.given import BASE_URL, an_open_event, asking, changed, heard, signed_up, statuses, told
from tests.registration.own_calendar import ADA

SOON = timedelta(hours=1)
# In columns of the table, what makes a registration of ada's, who is two, stand so.
STANDINGS: dict[str, dict[str, Any]] = {
    "pending": {"status": "pending", "held_until": datetime.now(UTC) + SOON},
    "confirmed": {"status": "confirmed"},
    "waiting": {"status": "waiting", "smallest_party": 1},
    "offered": {"status": "offered", "offered_size": 1, "held_until": datetime.now(UTC) + SOON},
    "offer over": {"status": "offered", "offered_size": 1, "held_until": datetime.now(UTC) - timedelta(seconds=1)},
    "cancelled": {"status": "cancelled", "cancelled_at": datetime.now(UTC)},
    "cancelled for them": {
        "status": "cancelled",
        "cancelled_at": datetime.now(UTC),
        "cancel_reason": "No heating.",
    },
    "expired": {"status": "expired"},
    "attended": {"status": "attended", "attended_count": 2},
    "missed": {"status": "missed"},
}
SENTENCES = {
    "pending": ["Please confirm your mail address", "We hold 2 places for you", "Confirm my address"],
    "confirmed": ["You have a place", "We look forward to all 2 of you."],
    "waiting": ["Your position: 1", "You would also come as 1 person."],
    "offered": ["There is 1 place for you", "You wanted to come as 2", "Yes, I come", "No, give the place to others"],
    "offer over": ["The time to answer is over", "Sign up again"],
    "cancelled": ["Your sign-up is cancelled", "Sign up again"],
    "cancelled for them": ["The organiser cancelled your sign-up", "No heating."],
    "expired": ["The time to answer is over"],
    "attended": ["You were there", "Thank you, all 2 of you, for coming."],
    "missed": ["We missed you"],
}


@pytest.fixture
async def event(pool: Pool) -> EventState:
    async with pool.acquire() as db, db.transaction():
        event = await an_open_event(db, time_zone="Europe/Berlin")
        await signed_up(db, event, ADA, 2)
        return event


async def make_it_stand(pool: Pool, standing: str) -> None:
    columns = STANDINGS[standing]
    assignments = ", ".join(f"{column} = ${number}" for number, column in enumerate(columns, start=1))
    await pool.execute(f"UPDATE registrations SET {assignments}", *columns.values())


@pytest.mark.parametrize("standing", STANDINGS)
async def test_the_page_says_how_it_stands(web: httpx.AsyncClient, pool: Pool, link: str, standing: str) -> None:
    await make_it_stand(pool, standing)

    shown = await web.get(link)

    assert shown.status_code == 200
    assert [sentence for sentence in SENTENCES[standing] if sentence not in shown.text] == []


@pytest.mark.parametrize("standing", STANDINGS)
async def test_it_does_so_in_every_language(web: httpx.AsyncClient, pool: Pool, link: str, standing: str) -> None:
    await make_it_stand(pool, standing)

    for language in LANGUAGE_CODES:
        assert (await web.get(f"{link}?lang={language}")).status_code == 200


@pytest.mark.parametrize("standing", ["pending", "confirmed", "waiting", "offered"])
async def test_once_the_date_is_over_the_page_says_so_and_offers_nothing_for_it(
    web: httpx.AsyncClient, pool: Pool, link: str, standing: str
) -> None:
    await make_it_stand(pool, standing)
    await pool.execute("UPDATE rosters SET starts_at = now() - interval '2 hours', ends_at = now()")

    shown = (await web.get(link)).text

    assert "This date is over." in shown
    gone = (*SENTENCES[standing], "How to join online", "QR code", "Add this date to my calendar")
    assert [sentence for sentence in gone if sentence in shown] == []


async def test_until_when_is_said_by_the_clocks_there_in_the_readers_language(
    web: httpx.AsyncClient, pool: Pool, link: str
) -> None:
    await pool.execute(
        "UPDATE registrations SET status = 'offered', offered_size = 2, held_until = '2099-05-01 16:00+00'"
    )

    assert unbroken("Freitag, 1. Mai 2099, 18:00") in (await web.get(f"{link}?lang=de")).text


async def test_the_code_for_the_door_is_there_with_a_place_alone(
    web: httpx.AsyncClient, pool: Pool, event: EventState, link: str
) -> None:
    registration_id = await pool.fetchval("SELECT id FROM registrations")
    code = drawn(f"{BASE_URL}/portal/rosters/registrations/{registration_id}")

    with_code = []
    for standing in STANDINGS:
        await pool.execute(
            "UPDATE registrations SET status = 'confirmed', held_until = NULL, offered_size = NULL, cancelled_at = NULL"
        )
        await make_it_stand(pool, standing)
        if code in (await web.get(link)).text:
            with_code.append(standing)

    assert with_code == ["confirmed"]


@pytest.mark.parametrize("status", [EventStatus.CANCELLED, EventStatus.POSTPONED])
async def test_there_is_no_code_for_the_door_of_what_is_off(
    web: httpx.AsyncClient, pool: Pool, event: EventState, link: str, status: EventStatus
) -> None:
    async with pool.acquire() as db, db.transaction():
        await heard(db, changed(event, status=status))

    assert "QR code" not in (await web.get(link)).text


async def test_a_proof_is_given_by_a_button_and_once(web: httpx.AsyncClient, pool: Pool) -> None:
    async with pool.acquire() as db, db.transaction():
        event = await an_open_event(db)
        await asking(db, event, proves_address=True)
        await signed_up(db, event, ADA)
        link = path_of((await told(db, RegistrationPending))[0])
    await web.get(link)
    async with pool.acquire() as db:
        assert await statuses(db, event) == {ADA: "pending"}

    for _ in range(2):
        proven = await web.post(f"{link}/proof")
        assert (proven.status_code, proven.headers["location"]) == (303, link)

    assert "You have a place" in (await web.get(link)).text


@pytest.mark.parametrize(("standing", "deed"), [("pending", "proof"), ("offered", "acceptance")])
async def test_one_second_late_is_too_late_and_the_page_says_so(
    web: httpx.AsyncClient, pool: Pool, link: str, standing: str, deed: str
) -> None:
    await make_it_stand(pool, standing)
    await pool.execute("UPDATE registrations SET held_until = now() - interval '1 second'")

    late = await web.post(f"{link}/{deed}")

    assert late.status_code == 409
    assert "The time to answer is over" in late.text
    assert await pool.fetchval("SELECT status FROM registrations") != "confirmed"


async def an_offer(pool: Pool) -> None:
    """Ada, who is two, is offered both places; the roster knows."""
    await pool.execute(
        "UPDATE registrations SET status = 'offered', offered_size = 2, held_until = now() + interval '1 hour'"
    )


async def test_an_offer_is_accepted_by_a_button_and_once(
    web: httpx.AsyncClient, pool: Pool, event: EventState, link: str
) -> None:
    await an_offer(pool)
    await web.get(link)
    assert await pool.fetchval("SELECT status FROM registrations") == "offered"

    for _ in range(2):
        accepted = await web.post(f"{link}/acceptance")
        assert (accepted.status_code, accepted.headers["location"]) == (303, link)

    assert "You have a place" in (await web.get(link)).text


async def test_an_offer_is_declined_by_a_button_and_once(web: httpx.AsyncClient, pool: Pool, link: str) -> None:
    await an_offer(pool)

    for _ in range(2):
        declined = await web.post(f"{link}/refusal")
        assert (declined.status_code, declined.headers["location"]) == (303, link)

    assert "Your sign-up is cancelled" in (await web.get(link)).text


async def test_who_has_nothing_to_answer_hears_so(web: httpx.AsyncClient, link: str) -> None:
    answer = await web.post(f"{link}/refusal")

    assert answer.status_code == 409
    assert "There is no offer to answer" in answer.text
    assert "You have a place" in answer.text


async def test_a_link_with_one_character_changed_does_nothing(web: httpx.AsyncClient, pool: Pool, link: str) -> None:
    other = link[:-1] + ("a" if link[-1] != "a" else "b")

    for deed in ("proof", "acceptance", "refusal", "cancellation", "pass-on", "change", "feed", "erasure"):
        assert (await web.post(f"{other}/{deed}")).status_code == 404, deed
    assert await pool.fetchval("SELECT status FROM registrations") == "confirmed"


def path_of(fact: RegistrationFact) -> str:
    return fact.link.removeprefix(BASE_URL)
