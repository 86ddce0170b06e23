"""Organisers enter those who call, write, or stand at the door."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from services.registration.commands.add_by_hand import add_by_hand
from services.registration.commands.set_reservation import set_reservation
from services.registration.domain.by_hand import ByHand
from shared.database import Pool
from shared.messages.events import EventState, EventStatus
from shared.messages.registration import RegistrationConfirmed, RegistrationWaiting
from shared.problems import Invalid
from tests.registration.given import (
    BASE_URL,
    an_occurrence,
    an_open_event,
    changed,
    heard,
    roster_of,
    seats_and_waiting,
    signed_up,
    told,
)
from tests.registration.sessions import Callers


@pytest.fixture
async def event(pool: Pool) -> EventState:
    """For five, of which ada has two."""
    async with pool.acquire() as db, db.transaction():
        event = await an_open_event(db, capacity=5)
        await signed_up(db, event, "ada@a.example", 2, name="Ada")
        return event


def a_form(event: EventState, **changes: str) -> dict[str, str]:
    usual = {
        "roster_id": str(event.occurrences[0].id),
        "name": "Fatma",
        "phone": "02302 1234567",
        "party_size": "2",
        "language": "ar",
        "consent": "on",
    }
    return usual | changes


async def party_of(pool: Pool, name: str) -> Any:
    return await pool.fetchrow("SELECT * FROM registrations WHERE name = $1", name)


async def test_who_called_is_on_the_list_with_a_phone_number_and_an_oral_agreement(
    web: httpx.AsyncClient, pool: Pool, event: EventState, callers: Callers
) -> None:
    added = await web.post(f"/portal/rosters/{event.id}/new", data=a_form(event), headers=callers.own)

    party = await party_of(pool, "Fatma")
    assert (added.status_code, added.headers["Location"]) == (303, f"/portal/rosters/registrations/{party['id']}")
    assert (party["status"], party["phone"], party["email"]) == ("confirmed", "+4923021234567", "")
    assert party["consent_kind"] == "oral"
    async with pool.acquire() as db:
        assert await seats_and_waiting(db, event) == (4, 0)
        assert [fact.name for fact in await told(db, RegistrationConfirmed)] == ["Ada", "Fatma"]
    shown = (await web.get(added.headers["Location"], headers=callers.own)).text
    assert "said so to whoever entered them" in shown


async def test_the_same_form_sent_twice_enters_one_party(
    web: httpx.AsyncClient, pool: Pool, event: EventState, callers: Callers
) -> None:
    form = a_form(event, nonce="of this form")

    sent = [await web.post(f"/portal/rosters/{event.id}/new", data=form, headers=callers.own) for _ in range(2)]

    assert [answer.status_code for answer in sent] == [303, 303]
    assert sent[0].headers["Location"] == sent[1].headers["Location"]
    async with pool.acquire() as db:
        assert await seats_and_waiting(db, event) == (4, 0)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"phone": ""}, "phone"),
        ({"phone": "call me"}, "phone"),
        ({"consent": ""}, "consent"),
        ({"party_size": "4"}, "party_size"),
        ({"party_size": "6", "may_wait": "on"}, "party_size"),
        ({"email": "ada@A.example"}, "email"),
        ({"attendees": "Fatma\nAli\nSara"}, "attendees"),
        ({"organisation_id": str(UUID(int=99))}, "organisation_id"),
    ],
)
async def test_what_is_wrong_is_told_at_its_field_and_what_was_typed_is_kept(
    web: httpx.AsyncClient, pool: Pool, event: EventState, callers: Callers, changes: dict[str, str], field: str
) -> None:
    shown = await web.post(
        f"/portal/rosters/{event.id}/new", data=a_form(event, language="uk") | changes, headers=callers.own
    )

    assert shown.status_code == 422
    assert f'href="#field-{field}"' in shown.text
    assert '<option value="uk" selected>' in shown.text
    assert await party_of(pool, "Fatma") is None


async def test_who_finds_no_place_waits_if_they_want_to(
    web: httpx.AsyncClient, pool: Pool, event: EventState, callers: Callers
) -> None:
    form = a_form(event, party_size="4", may_wait="on")

    added = await web.post(f"/portal/rosters/{event.id}/new", data=form, headers=callers.own)

    assert added.status_code == 303
    assert (await party_of(pool, "Fatma"))["status"] == "waiting"
    async with pool.acquire() as db:
        [fact] = await told(db, RegistrationWaiting)
        assert (fact.name, fact.waiting_position) == ("Fatma", 1)
        assert await seats_and_waiting(db, event) == (2, 1)


async def test_kept_places_are_given_away_by_hand_and_used_up(
    web: httpx.AsyncClient, pool: Pool, event: EventState, callers: Callers
) -> None:
    async with pool.acquire() as db, db.transaction():
        await set_reservation(db, event.occurrences[0].id, 3, base_url=BASE_URL)

    free = await web.post(f"/portal/rosters/{event.id}/new", data=a_form(event, places="free"), headers=callers.own)
    kept = await web.post(f"/portal/rosters/{event.id}/new", data=a_form(event, places="reserved"), headers=callers.own)

    assert (free.status_code, kept.status_code) == (422, 303)
    async with pool.acquire() as db:
        roster = await roster_of(db, event)
    assert (roster.seats_taken, roster.reserved_count, roster.seats_left) == (4, 1, 0)


async def test_who_stands_at_the_door_needs_neither_phone_nor_mail_and_is_checked_in(
    web: httpx.AsyncClient, pool: Pool, callers: Callers
) -> None:
    soon = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)
    async with pool.acquire() as db, db.transaction():
        event = await an_open_event(db, occurrences=[an_occurrence(soon)], capacity=9)

    for _ in range(2):
        form = a_form(event, phone="", is_here="on")
        added = await web.post(f"/portal/rosters/{event.id}/new", data=form, headers=callers.own)
        assert added.status_code == 303

    assert await pool.fetchval("SELECT count(*) FROM registrations WHERE status = 'attended'") == 2
    async with pool.acquire() as db:
        roster = await roster_of(db, event)
    assert (roster.seats_taken, roster.attended_count) == (4, 4)


async def test_nobody_is_entered_as_here_long_before_the_date(
    web: httpx.AsyncClient, pool: Pool, event: EventState, callers: Callers
) -> None:
    answer = await web.post(f"/portal/rosters/{event.id}/new", data=a_form(event, is_here="on"), headers=callers.own)

    assert answer.status_code == 409
    assert await party_of(pool, "Fatma") is None


async def test_a_closed_date_takes_people_by_hand_but_a_cancelled_one_does_not(
    web: httpx.AsyncClient, pool: Pool, event: EventState, callers: Callers
) -> None:
    await web.post(f"/portal/rosters/dates/{event.occurrences[0].id}/halt", headers=callers.own)
    closed = await web.post(f"/portal/rosters/{event.id}/new", data=a_form(event), headers=callers.own)
    async with pool.acquire() as db, db.transaction():
        await heard(db, changed(event, status=EventStatus.CANCELLED))

    other = a_form(event, name="Olena", phone="0234 1234567", party_size="1")
    cancelled = await web.post(f"/portal/rosters/{event.id}/new", data=other, headers=callers.own)

    assert (closed.status_code, cancelled.status_code) == (303, 409)
    assert await party_of(pool, "Olena") is None


async def test_programs_enter_people_once_however_often_they_ask(
    web: httpx.AsyncClient, pool: Pool, event: EventState, callers: Callers
) -> None:
    body = {**a_form(event), "party_size": 2, "consent": True}
    headers = callers.own | {"Idempotency-Key": "call-17"}

    answers = [await web.post("/api/registrations/by-hand", json=body, headers=headers) for _ in range(2)]
    again = await web.post("/api/registrations/by-hand", json=body, headers=callers.own)

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json()["id"] == answers[1].json()["id"]
    assert (answers[0].json()["status"], answers[0].json()["consent_kind"]) == ("confirmed", "oral")
    assert [error["field"] for error in again.json()["errors"]] == ["phone"]


async def test_however_many_are_entered_at_once_nobody_sits_on_another_s_place(pool: Pool, event: EventState) -> None:
    async def enter(number: int) -> str:
        party = ByHand(
            roster_id=event.occurrences[0].id, name=f"{number}", phone=f"+49{number}", party_size=1, consent=True
        )
        async with pool.acquire() as db:
            try:
                async with db.transaction():
                    return (await add_by_hand(db, party, base_url=BASE_URL)).status
            except Invalid as problem:
                return problem.errors[0].field

    entered = await asyncio.gather(*(enter(number) for number in range(100, 110)))

    assert sorted(entered) == ["confirmed"] * 3 + ["party_size"] * 7
    async with pool.acquire() as db:
        assert await seats_and_waiting(db, event) == (5, 0)


async def test_others_add_nobody_and_see_no_form(
    web: httpx.AsyncClient, pool: Pool, event: EventState, callers: Callers
) -> None:
    async with pool.acquire() as db, db.transaction():
        own = await an_open_event(db, organisation_id=UUID(int=2))

    for headers in (callers.foreign, callers.coordinator):
        for event_id in (event.id, uuid4()):
            address = f"/portal/rosters/{event_id}/new"
            assert (await web.get(address, headers=headers)).status_code == 404
            assert (await web.post(address, data=a_form(event), headers=headers)).status_code == 404
        body = {**a_form(event), "party_size": 2, "consent": True}
        assert (await web.post("/api/registrations/by-hand", json=body, headers=headers)).status_code == 404
    smuggled = await web.post(f"/portal/rosters/{own.id}/new", data=a_form(event), headers=callers.foreign)
    assert smuggled.status_code == 404
    assert await party_of(pool, "Fatma") is None


async def test_the_form_has_what_the_event_asks_for(
    web: httpx.AsyncClient, event: EventState, callers: Callers
) -> None:
    shown = (await web.get(f"/portal/rosters/{event.id}/new", headers=callers.own)).text

    assert f'name="roster_id" value="{event.occurrences[0].id}"' in shown
    assert 'name="is_here"' not in shown
