"""The page on which people register."""

import re

import httpx
import pytest

from shared.database import Pool
from shared.messages.events import EventState, EventStatus
from shared.messages.registration import RegistrationRepeated
from tests.registration.given import (
    NEXT_WEEK,
    an_event,
    an_occurrence,
    an_open_event,
    changed,
    heard,
    signed_up,
    statuses,
    told,
)

TYPED = {
    "nonce": "nonce",
    "name": "Ada",
    "email": "ada@a.example",
    "party_size": "2",
    "phone": "",
    "language": "ar",
    "consent": "on",
}


@pytest.fixture
async def event(pool: Pool) -> EventState:
    async with pool.acquire() as db, db.transaction():
        return await an_open_event(db, capacity=2)


async def test_the_page_says_what_it_is_about_and_how_many_places_are_left(
    web: httpx.AsyncClient, event: EventState
) -> None:
    shown = await web.get(f"/register/{event.slug}")

    assert shown.status_code == 200
    assert "Sprachcafé &amp; Tee" in shown.text
    assert "2 places free" in shown.text
    assert event.join_details not in shown.text
    assert re.search(r'name="nonce" value="[\w.-]{100,}"', shown.text)


async def test_signing_up_leads_to_a_page_that_says_what_happens_next(
    web: httpx.AsyncClient, event: EventState
) -> None:
    posted = await web.post(f"/register/{event.slug}", data=TYPED)
    assert (posted.status_code, posted.headers["Location"]) == (
        303,
        f"/register/{event.slug}/received?status=confirmed",
    )
    assert "look into your mail" in (await web.get(posted.headers["Location"])).text

    waiting = await web.post(f"/register/{event.slug}", data=TYPED | {"email": "bob@a.example"})
    assert "Your position: 1" in (await web.get(waiting.headers["Location"])).text


async def test_a_full_event_offers_the_waiting_list(web: httpx.AsyncClient, event: EventState, pool: Pool) -> None:
    async with pool.acquire() as db, db.transaction():
        await signed_up(db, event, "ada@a.example", 2)

    assert "Put me on the waiting list" in (await web.get(f"/register/{event.slug}")).text


async def test_a_double_click_has_one_effect_and_the_same_answer(
    web: httpx.AsyncClient, event: EventState, pool: Pool
) -> None:
    first, again = [await web.post(f"/register/{event.slug}", data=TYPED) for _ in range(2)]

    assert first.headers["Location"] == again.headers["Location"]
    async with pool.acquire() as db:
        assert await statuses(db, event) == {"ada@a.example": "confirmed"}
        assert await told(db, RegistrationRepeated) == []


async def test_the_page_filled_in_anew_for_another_person_is_another_request(
    web: httpx.AsyncClient, event: EventState, pool: Pool
) -> None:
    for email in ("ada@a.example", "bob@a.example"):
        await web.post(f"/register/{event.slug}", data=TYPED | {"email": email, "party_size": "1"})

    async with pool.acquire() as db:
        assert await statuses(db, event) == {"ada@a.example": "confirmed", "bob@a.example": "confirmed"}


async def test_the_answer_does_not_tell_that_an_address_was_registered(
    web: httpx.AsyncClient, event: EventState, pool: Pool
) -> None:
    async with pool.acquire() as db, db.transaction():
        await signed_up(db, event, "ada@a.example")

    known, new = [
        await web.post(f"/register/{event.slug}", data=TYPED | {"email": email, "nonce": email, "party_size": "1"})
        for email in ("ada@a.example", "new@a.example")
    ]

    assert (known.status_code, known.headers["Location"]) == (new.status_code, new.headers["Location"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"party_size": "0"}, "party_size"),
        ({"party_size": "500"}, "party_size"),
        ({"party_size": "3"}, "party_size"),
        ({"party_size": "two"}, "party_size"),
        ({"email": "not an address"}, "email"),
        ({"email": "ada@a.example\r\nBcc: all@a.example"}, "email"),
        ({"name": "<b>Ada</b>"}, "name"),
        ({"name": ""}, "name"),
        ({"consent": ""}, "consent"),
    ],
)
async def test_a_mistake_is_shown_beside_its_field_and_what_was_typed_stays(
    web: httpx.AsyncClient, event: EventState, pool: Pool, changes: dict[str, str], field: str
) -> None:
    typed = TYPED | {"phone": "02302 1234", "nonce": "kept"} | changes

    answer = await web.post(f"/register/{event.slug}", data=typed)

    assert answer.status_code == 422
    assert f'id="problem-{field}"' in answer.text
    assert answer.text.count('class="field-problem"') == 1
    assert 'value="02302 1234"' in answer.text
    assert 'value="kept"' in answer.text
    assert '<option value="ar" selected>' in answer.text
    assert "<b>Ada" not in answer.text
    async with pool.acquire() as db:
        assert await statuses(db, event) == {}


async def test_all_mistakes_are_shown_at_once(web: httpx.AsyncClient, event: EventState) -> None:
    answer = await web.post(f"/register/{event.slug}", data={})

    fields = re.findall(r'class="field-problem" id="problem-(\w+)"', answer.text)
    assert fields == ["name", "email", "party_size", "language", "consent"]


async def test_an_event_we_have_not_heard_of_yet_gets_a_clear_page(web: httpx.AsyncClient) -> None:
    for answer in (await web.get("/register/unknown"), await web.post("/register/unknown", data=TYPED)):
        assert answer.status_code == 404
        assert "try again in a minute" in answer.text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"status": EventStatus.CANCELLED}, "This event is cancelled."),
        ({"status": EventStatus.POSTPONED, "occurrences": []}, "once the new date is known"),
        ({"takes_registrations": False}, "You do not need to sign up"),
        ({"occurrences": []}, "once the date is known"),
    ],
)
async def test_an_event_without_an_open_roster_says_why(
    web: httpx.AsyncClient, event: EventState, pool: Pool, changes: dict[str, object], sentence: str
) -> None:
    async with pool.acquire() as db, db.transaction():
        await heard(db, changed(event, **changes))

    shown, posted = await web.get(f"/register/{event.slug}"), await web.post(f"/register/{event.slug}", data=TYPED)

    assert (shown.status_code, posted.status_code) == (200, 409)
    assert sentence in shown.text
    assert sentence in posted.text


async def test_a_draft_is_not_shown(web: httpx.AsyncClient, event: EventState, pool: Pool) -> None:
    async with pool.acquire() as db, db.transaction():
        await heard(db, changed(event, status=EventStatus.SUBMITTED))

    assert (await web.get(f"/register/{event.slug}")).status_code == 404


async def test_of_several_dates_one_is_chosen(web: httpx.AsyncClient, pool: Pool) -> None:
    dates = [an_occurrence(), an_occurrence(NEXT_WEEK.replace(year=NEXT_WEEK.year + 1))]
    async with pool.acquire() as db, db.transaction():
        event = await heard(db, an_event(occurrences=dates))
    chosen = dates[1].starts_at.replace(tzinfo=None).isoformat()

    assert f'name="dates" type="checkbox" value="{chosen}">' in (await web.get(f"/register/{event.slug}")).text
    assert (await web.post(f"/register/{event.slug}", data=TYPED)).status_code == 422
    assert (await web.post(f"/register/{event.slug}", data=TYPED | {"dates": chosen})).status_code == 303
    async with pool.acquire() as db:
        assert await db.fetchval("SELECT roster_id FROM registrations") == dates[1].id


async def test_a_form_on_another_site_is_refused(web: httpx.AsyncClient, event: EventState) -> None:
    answer = await web.post(f"/register/{event.slug}", data=TYPED, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403


@pytest.mark.parametrize("query", ["", "?status=attended", "?status=waiting&position=x"])
async def test_a_made_up_answer_leads_back_to_the_form(web: httpx.AsyncClient, event: EventState, query: str) -> None:
    answer = await web.get(f"/register/{event.slug}/received{query}")

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/register/{event.slug}")
