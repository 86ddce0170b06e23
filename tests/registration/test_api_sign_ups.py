"""Signing up by the API: phone numbers, questions, proofs, quotas, several dates, and keys."""

import asyncio
from typing import Any

import httpx
import pytest
from litestar import Litestar
from msgspec.structs import replace

from services.registration.domain.sign_up_settings import BookingKind, Question, QuestionKind
from shared import copies
from shared.database import Pool
from shared.messages.event_details import OccurrenceStatus
from shared.messages.events import EventState, EventStatus
from tests.registration.given import (
    NEXT_WEEK,
    a_series,
    an_open_event,
    an_organisation,
    asking,
    changed,
    heard,
)
from tests.waiting import until

PATH = "/api/registrations"


def a_body(event: EventState, **changes: Any) -> dict[str, Any]:
    usual = {"event_id": str(event.id), "name": "أمل", "party_size": 2, "language": "ar", "consent": True}
    return usual | {"email": "amal@a.example"} | changes


@pytest.fixture
async def event(pool: Pool) -> EventState:
    async with pool.acquire() as db, db.transaction():
        await copies.keep(db, an_organisation(token="own-token"))
        return await an_open_event(db, capacity=3)


@pytest.fixture
async def series(pool: Pool) -> EventState:
    async with pool.acquire() as db, db.transaction():
        return await heard(db, a_series(dates=3, capacity=3))


def fields_of(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 422
    return [error["field"] for error in answer.json()["errors"]]


async def test_who_has_no_mail_signs_up_with_a_phone_number_once(
    web: httpx.AsyncClient, event: EventState, pool: Pool
) -> None:
    first = await web.post(PATH, json=a_body(event, email=None, phone="٠١٧٦ ١٢٣٤٥٦٧٨", party_size=1))
    again = await web.post(PATH, json=a_body(event, email="", phone="+49 (0)176 12345678", party_size=1))

    assert (first.status_code, first.json()["status"]) == (201, "confirmed")
    assert again.json() == first.json()
    assert await pool.fetchval("SELECT string_agg(phone, ' ') FROM registrations") == "+4917612345678"


@pytest.mark.parametrize("phone", ["12345", "call me", "+1 555"])
async def test_a_phone_number_that_nobody_has_is_refused(web: httpx.AsyncClient, event: EventState, phone: str) -> None:
    assert fields_of(await web.post(PATH, json=a_body(event, phone=phone))) == ["phone"]


async def test_who_cannot_be_reached_is_asked_for_an_address(web: httpx.AsyncClient, event: EventState) -> None:
    answer = await web.post(PATH, json=a_body(event, email=None))

    assert answer.json()["errors"] == [
        {"field": "email", "detail": "Please give a mail address, or else a phone number."}
    ]


async def test_where_the_address_has_to_be_proven_the_reply_says_pending(
    web: httpx.AsyncClient, event: EventState, pool: Pool
) -> None:
    async with pool.acquire() as db:
        await asking(db, event, proves_address=True)

    assert (await web.post(PATH, json=a_body(event))).json()["status"] == "pending"


async def test_names_and_answers_are_checked_by_what_the_organiser_asks(
    web: httpx.AsyncClient, event: EventState, pool: Pool
) -> None:
    question = Question(id="age-1", kind=QuestionKind.NUMBER, text="How old?", is_required=True)
    async with pool.acquire() as db:
        await asking(db, event, asks_names=True, questions=[question])

    assert fields_of(await web.post(PATH, json=a_body(event))) == ["attendees", "answers.age-1"]
    right = a_body(event, attendees=["أمل", "سامي"], answers={"age-1": 30})
    assert (await web.post(PATH, json=right)).status_code == 201
    stored = await pool.fetchrow("SELECT attendees, answers FROM registrations")
    assert stored is not None
    assert (stored["attendees"], stored["answers"]) == (["أمل", "سامي"], {"age-1": 30})


async def test_answers_to_questions_that_were_changed_meanwhile_are_a_problem_of_their_own(
    web: httpx.AsyncClient, event: EventState, pool: Pool
) -> None:
    question = Question(id="age-1", kind=QuestionKind.NUMBER, text="How old?")
    async with pool.acquire() as db:
        await asking(db, event, version=2, questions=[question])

    answer = await web.post(PATH, json=a_body(event, answers={"age-1": "old"}, settings_version=1))

    assert (fields_of(answer), answer.json()["type"]) == (["answers.age-1"], "questions-changed")


async def test_each_organisation_of_the_network_has_its_quota(
    web: httpx.AsyncClient, event: EventState, pool: Pool
) -> None:
    async with pool.acquire() as db:
        await asking(db, event, organisation_quota=2)
    theirs = {"organisation": "organisation-1"}

    assert fields_of(await web.post(PATH, json=a_body(event))) == ["organisation"]
    assert fields_of(await web.post(PATH, json=a_body(event, organisation="made-up"))) == ["organisation"]
    assert (await web.post(PATH, json=a_body(event, **theirs))).json()["status"] == "confirmed"
    one_more = await web.post(PATH, json=a_body(event, email="b@a.example", party_size=1, **theirs))
    assert one_more.json()["errors"] == [
        {"field": "party_size", "detail": "Places left for your organisation: 0 of 2."}
    ]


async def test_before_sign_up_opens_one_hears_when_it_does(
    web: httpx.AsyncClient, event: EventState, pool: Pool
) -> None:
    await pool.execute("UPDATE rosters SET opens_at = $1, time_zone = 'Asia/Kolkata'", NEXT_WEEK.replace(minute=0))
    await pool.execute("UPDATE rosters SET starts_at = $1", NEXT_WEEK.replace(hour=23))

    answer = await web.post(PATH, json=a_body(event))

    assert (answer.status_code, answer.json()["type"]) == (409, "not-open-yet")
    assert "17:30" in answer.json()["detail"]


@pytest.mark.parametrize(("status", "problem"), [("cancelled", "event-cancelled"), ("postponed", "event-postponed")])
async def test_an_event_that_is_off_is_told_apart_from_one_that_is_closed(
    web: httpx.AsyncClient, event: EventState, pool: Pool, status: str, problem: str
) -> None:
    async with pool.acquire() as db, db.transaction():
        await heard(db, changed(event, status=EventStatus(status)))

    answer = await web.post(PATH, json=a_body(event))

    assert (answer.status_code, answer.json()["type"]) == (409, problem)


async def test_nobody_signs_up_for_a_cancelled_date(web: httpx.AsyncClient, series: EventState, pool: Pool) -> None:
    off, *others = series.occurrences
    cancelled = replace(off, status=OccurrenceStatus.CANCELLED)
    async with pool.acquire() as db, db.transaction():
        await heard(db, changed(series, occurrences=[cancelled, *others]))
    wall_time = f"{off.starts_at:%Y-%m-%dT%H:%M}"

    one = await web.post(PATH, json=a_body(series, starts_at=wall_time))
    several = await web.post(PATH, json=a_body(series, dates=[wall_time]))

    assert (one.status_code, one.json()["type"]) == (409, "date-cancelled")
    assert fields_of(several) == ["dates"]


async def test_several_dates_are_one_request_with_a_reply_for_each(web: httpx.AsyncClient, series: EventState) -> None:
    first, _, third = [f"{date.starts_at:%Y-%m-%dT%H:%M}" for date in series.occurrences]
    await web.post(PATH, json=a_body(series, email="early@a.example", starts_at=third))

    answer = await web.post(PATH, json=a_body(series, dates=[third, first]))

    booked = answer.json()
    one, other = booked.pop("registrations")
    assert answer.status_code == 201
    assert booked == {"id": one["id"], "status": "confirmed"}
    assert one == {"id": one["id"], "starts_at": f"{first}:00", "status": "confirmed"}
    assert other == {"id": other["id"], "starts_at": f"{third}:00", "status": "waiting", "waiting_position": 1}


async def test_a_course_can_only_be_taken_as_a_whole(web: httpx.AsyncClient, series: EventState, pool: Pool) -> None:
    async with pool.acquire() as db:
        await asking(db, series, booking=BookingKind.COURSE)
        date = f"{series.occurrences[0].starts_at:%Y-%m-%dT%H:%M}"

    for one_date in ({"starts_at": date}, {"dates": [date]}):
        assert fields_of(await web.post(PATH, json=a_body(series, **one_date))) == ["whole_course"]
    whole = await web.post(PATH, json=a_body(series, whole_course=True))
    assert len(whole.json()["registrations"]) == 3


async def test_a_booking_sent_again_with_its_key_has_one_effect(
    web: httpx.AsyncClient, series: EventState, pool: Pool
) -> None:
    body, key = a_body(series, whole_course=True), {"Idempotency-Key": "8e03978e"}

    first, again = [await web.post(PATH, json=body, headers=key) for _ in range(2)]
    other = await web.post(PATH, json=body | {"name": "Somebody else"}, headers=key)

    assert (first.status_code, again.json()) == (201, first.json())
    assert fields_of(other) == ["Idempotency-Key"]
    assert await pool.fetchval("SELECT count(*) FROM registrations") == 3


async def test_a_key_is_used_for_one_event_only(web: httpx.AsyncClient, event: EventState, series: EventState) -> None:
    key = {"Idempotency-Key": "8e03978e"}
    await web.post(PATH, json=a_body(event), headers=key)

    assert fields_of(await web.post(PATH, json=a_body(series, whole_course=True), headers=key)) == ["Idempotency-Key"]
    assert (await web.post(PATH, json=a_body(event), headers=key)).status_code == 201


async def test_the_same_key_of_another_asker_is_another_key(web: httpx.AsyncClient, event: EventState) -> None:
    key = {"Idempotency-Key": "1"}
    first = await web.post(PATH, json=a_body(event, party_size=1), headers=key)

    theirs = a_body(event, email="b@a.example", party_size=1)
    other = await web.post(PATH, json=theirs, headers=key | {"Authorization": "Bearer own-token"})

    assert (first.status_code, other.status_code) == (201, 201)


async def test_while_the_first_request_runs_the_same_key_is_asked_to_come_back(
    web: httpx.AsyncClient, event: EventState, pool: Pool, app: Litestar
) -> None:
    key = {"Idempotency-Key": "8e03978e"}
    async with pool.acquire() as db, db.transaction():
        await db.execute("SELECT 1 FROM rosters FOR UPDATE")
        first = asyncio.create_task(web.post(PATH, json=a_body(event), headers=key))
        await until(lambda: asyncio.sleep(0, bool(app.state.rush.lines)))
        meanwhile = await web.post(PATH, json=a_body(event), headers=key)
        without_key = asyncio.create_task(web.post(PATH, json=a_body(event, email="b@a.example", party_size=1)))

    assert (meanwhile.status_code, meanwhile.headers["Retry-After"]) == (409, "1")
    assert ((await first).status_code, (await without_key).status_code) == (201, 201)
    assert (await web.post(PATH, json=a_body(event), headers=key)).json() == (await first).json()
