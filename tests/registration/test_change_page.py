"""People change what they filled in, on a page with a form, within their organiser's limits."""

import re
from typing import Any

import httpx
import pytest
from msgspec.structs import replace

from services.registration.domain.registration import Registration
from services.registration.domain.sign_up_settings import Question, QuestionKind
from services.registration.tables import registrations
from shared.database import Pool
from shared.messages.events import EventState
from shared.messages.registration import RegistrationChanged, RegistrationWaiting
from tests.registration.given import BASE_URL, an_open_event, asking, signed_up, told
from tests.registration.own_calendar import ADA

MEAL = Question(id="meal-1", kind=QuestionKind.CHOICE, text="Was essen Sie?", options=["Fisch", "Reis"])
SEAT = Question(id="seat-1", kind=QuestionKind.CONSENT, text="Rollstuhl?")
TYPED = {"name": "Ada Nowak", "party_size": "3", "phone": "02302 123456", "language": "ar"}


@pytest.fixture
async def event(pool: Pool) -> EventState:
    """For four; ada is on it with two."""
    async with pool.acquire() as db, db.transaction():
        event = await an_open_event(db, capacity=4)
        await signed_up(db, event, ADA, 2, phone="+4923021234")
        return event


async def ada(pool: Pool) -> Registration:
    async with pool.acquire() as db:
        found = await registrations.find(db, await db.fetchval("SELECT id FROM registrations ORDER BY arrival LIMIT 1"))
    assert found
    return found


async def changed(web: httpx.AsyncClient, link: str, **fields: Any) -> httpx.Response:
    return await web.post(f"{link}/change", data=TYPED | fields)


async def test_what_is_typed_is_kept_and_told_once(web: httpx.AsyncClient, pool: Pool, link: str) -> None:
    done = await changed(web, link)

    assert (done.status_code, done.headers["location"]) == (303, f"{link}?changed=yes")
    assert "We have changed your registration" in (await web.get(done.headers["location"])).text
    assert "We have changed your registration" not in (await web.get(link)).text
    after = await ada(pool)
    assert (after.name, after.party_size, after.phone, after.language) == ("Ada Nowak", 3, "+492302123456", "ar")
    async with pool.acquire() as db:
        [fact] = await told(db, RegistrationChanged)
    assert (fact.previous_party_size, fact.party_size, fact.by_organiser) == (2, 3, False)


async def test_the_form_shows_what_there_is(web: httpx.AsyncClient, pool: Pool, link: str) -> None:
    shown = await web.get(f"{link}/change")

    assert 'value="+4923021234"' in shown.text
    assert (await ada(pool)).party_size == 2


async def test_a_phone_number_can_be_taken_away(web: httpx.AsyncClient, pool: Pool, link: str) -> None:
    await changed(web, link, phone="")

    assert (await ada(pool)).phone == ""


async def test_more_than_there_is_room_for_is_refused_at_the_field_and_nothing_typed_is_lost(
    web: httpx.AsyncClient, pool: Pool, event: EventState, link: str
) -> None:
    async with pool.acquire() as db, db.transaction():
        await signed_up(db, event, "bob@people.example", 2)

    refused = await changed(web, link)

    assert refused.status_code == 422
    assert "Not enough places are left: 0." in refused.text
    assert 'value="Ada Nowak"' in refused.text
    assert (await ada(pool)).party_size == 2


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", " ", "Please fill this in."),
        ("party_size", "many", "Please give a whole number"),
        ("phone", "123", "This does not look like a phone number."),
        ("name", "<b>Ada</b>", "Please write plain text, without HTML tags."),
    ],
)
async def test_each_mistake_is_said_at_its_field(
    web: httpx.AsyncClient, link: str, field: str, value: str, sentence: str
) -> None:
    refused = await changed(web, link, **{field: value})

    assert refused.status_code == 422
    assert sentence in refused.text
    assert f'href="#field-{field}"' in refused.text


async def test_the_address_is_not_changed_here(web: httpx.AsyncClient, pool: Pool, link: str) -> None:
    """With another address in it, the link would open what somebody else signed up for."""
    await changed(web, link, email="eve@people.example")

    assert (await ada(pool)).email == ADA


async def test_names_are_as_many_as_people_where_they_are_asked(
    web: httpx.AsyncClient, pool: Pool, event: EventState, link: str
) -> None:
    async with pool.acquire() as db, db.transaction():
        await asking(db, event, asks_names=True)

    refused = await changed(web, link, attendees="Ada\nBob")
    await changed(web, link, attendees="Ada\r\nBob\r\n\r\nCem")

    assert "Please give a name for each person: 3, not 2." in refused.text
    assert (await ada(pool)).attendees == ["Ada", "Bob", "Cem"]


async def test_who_waits_says_with_how_few_they_would_come(
    web: httpx.AsyncClient, pool: Pool, event: EventState
) -> None:
    async with pool.acquire() as db, db.transaction():
        await signed_up(db, event, "bob@people.example", 4)
        [waiting] = await told(db, RegistrationWaiting)
    link = waiting.link.removeprefix(BASE_URL)

    await changed(web, link, party_size="4", smallest_party="3")

    assert "You would also come as 3 people." in (await web.get(link)).text


async def test_it_is_too_late_when_the_organiser_has_to_know(
    web: httpx.AsyncClient, pool: Pool, event: EventState, link: str
) -> None:
    async with pool.acquire() as db, db.transaction():
        await asking(db, event, changes_hours_before=24 * 30)

    shown = await web.get(link)
    refused = await changed(web, link)

    assert "/change" not in shown.text
    assert (await web.get(f"{link}/change")).headers["location"] == link
    assert refused.status_code == 409
    assert "It is too late to change this" in refused.text


async def test_answers_are_shown_and_changed(web: httpx.AsyncClient, pool: Pool, event: EventState, link: str) -> None:
    async with pool.acquire() as db, db.transaction():
        await asking(db, event, questions=[MEAL, SEAT])
        await db.execute('UPDATE registrations SET answers = \'{"meal-1": "Fisch", "seat-1": true, "gone": 7}\'')

    shown = await web.get(f"{link}/change")
    assert re.search(r'value="Fisch" checked', shown.text)
    assert re.search(r'name="answers.seat-1"[^>]* checked', shown.text)
    await changed(web, link, **{"answers.meal-1": "Reis"})

    # What is not asked any more was not on the page, and stays.
    assert (await ada(pool)).answers == {"meal-1": "Reis", "gone": 7}


async def test_an_answer_that_does_not_fit_is_said_at_its_question(
    web: httpx.AsyncClient, pool: Pool, event: EventState, link: str
) -> None:
    async with pool.acquire() as db, db.transaction():
        await asking(db, event, questions=[replace(MEAL, is_required=True)])

    refused = await changed(web, link, **{"answers.meal-1": "Stein"})
    missing = await changed(web, link)

    assert (refused.status_code, missing.status_code) == (422, 422)
    assert 'href="#field-answers.meal-1"' in refused.text
    assert "<bdi>Was essen Sie?</bdi>: Please fill this in." in missing.text
    assert (await ada(pool)).party_size == 2
