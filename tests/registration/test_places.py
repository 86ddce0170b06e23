"""An organiser sets how many places a date has, keeps some, closes it and opens it."""

from uuid import UUID, uuid4

import httpx
import pytest

from services.registration.commands.set_capacity import set_capacity
from services.registration.domain.capacity import NewCapacity
from services.registration.domain.roster import Roster
from services.registration.tables import rosters
from shared.database import Connection, Pool
from shared.messages.events import EventState
from shared.messages.registration import RegistrationCancelled, RosterState
from tests.registration.given import BASE_URL, an_open_event, changed, heard, roster_of, signed_up, statuses, told
from tests.registration.sessions import Callers


@pytest.fixture
async def event(pool: Pool) -> EventState:
    """For four: ada with two, bob with one and cem with one have places, dana waits."""
    async with pool.acquire() as db, db.transaction():
        event = await an_open_event(db, capacity=4)
        for email, party_size in (("ada", 2), ("bob", 1), ("cem", 1), ("dana", 1)):
            await signed_up(db, event, f"{email}@a.example", party_size, name=email.title())
        return event


@pytest.fixture
async def roster_id(pool: Pool, event: EventState) -> UUID:
    return event.occurrences[0].id


async def now_on(pool: Pool, roster_id: UUID) -> Roster:
    async with pool.acquire() as db:
        found = await rosters.get(db, roster_id)
    assert found
    return found


async def ids_by_name(pool: Pool) -> dict[str, str]:
    return {row["name"]: str(row["id"]) for row in await pool.fetch("SELECT name, id FROM registrations")}


async def names_with_places(pool: Pool, roster_id: UUID) -> set[str]:
    rows = await pool.fetch(
        "SELECT name FROM registrations WHERE roster_id = $1 AND status IN ('confirmed', 'offered')", roster_id
    )
    return {row["name"] for row in rows}


def places(roster_id: UUID, part: str = "capacity") -> str:
    return f"/portal/rosters/dates/{roster_id}/{part}"


async def test_more_places_go_to_those_who_wait(
    web: httpx.AsyncClient, pool: Pool, roster_id: UUID, callers: Callers
) -> None:
    saved = await web.post(places(roster_id), data={"capacity": "6"}, headers=callers.own)

    assert (saved.status_code, saved.headers["Location"]) == (303, places(roster_id))
    roster = await now_on(pool, roster_id)
    assert (roster.own_capacity, roster.capacity, roster.seats_taken, roster.waiting_count) == (6, 6, 5, 0)
    assert await names_with_places(pool, roster_id) == {"Ada", "Bob", "Cem", "Dana"}


async def test_fewer_places_than_are_taken_first_say_whom_that_concerns(
    web: httpx.AsyncClient, pool: Pool, roster_id: UUID, callers: Callers
) -> None:
    shown = await web.post(places(roster_id), data={"capacity": "3"}, headers=callers.own)

    assert shown.status_code == 409
    assert "<bdi>Cem</bdi>" in shown.text
    assert "<bdi>Bob</bdi>" not in shown.text
    assert (await now_on(pool, roster_id)).own_capacity is None


async def test_nobody_goes_and_the_number_sinks_as_people_cancel(
    web: httpx.AsyncClient, pool: Pool, roster_id: UUID, event: EventState, callers: Callers
) -> None:
    await web.post(places(roster_id), data={"capacity": "2", "below_taken": "keep"}, headers=callers.own)
    before = await now_on(pool, roster_id)
    cem = (await ids_by_name(pool))["Cem"]

    await web.post(f"/portal/rosters/registrations/{cem}/cancellation", headers=callers.own)

    after = await now_on(pool, roster_id)
    assert (before.wanted_capacity, before.capacity, before.seats_taken) == (2, 4, 4)
    assert (after.wanted_capacity, after.capacity, after.seats_taken) == (2, 3, 3)
    assert await names_with_places(pool, roster_id) == {"Ada", "Bob"}


async def test_exactly_those_who_are_named_lose_their_places_and_nobody_moves_up(
    web: httpx.AsyncClient, pool: Pool, roster_id: UUID, event: EventState, callers: Callers
) -> None:
    named = (await ids_by_name(pool))["Bob"]
    form = {"capacity": "3", "seats_taken": "4", "below_taken": "cancel", "cancel": named, "reason": "A smaller room"}

    saved = await web.post(places(roster_id), data=form, headers=callers.own)

    assert saved.status_code == 303
    async with pool.acquire() as db:
        assert await statuses(db, event) == {
            "ada@a.example": "confirmed",
            "bob@a.example": "cancelled",
            "cem@a.example": "confirmed",
            "dana@a.example": "waiting",
        }
        [fact] = await told(db, RegistrationCancelled)
    assert (fact.name, fact.by_organiser, fact.reason) == ("Bob", True, "A smaller room")
    roster = await now_on(pool, roster_id)
    assert (roster.capacity, roster.seats_taken) == (3, 3)


async def test_who_was_to_go_stays_when_others_went_meanwhile(
    web: httpx.AsyncClient, pool: Pool, roster_id: UUID, callers: Callers
) -> None:
    named = (await ids_by_name(pool))["Cem"]
    form = {"capacity": "2", "seats_taken": "5", "below_taken": "cancel", "cancel": named}

    shown = await web.post(places(roster_id), data=form, headers=callers.own)

    assert shown.status_code == 409
    assert "Cem" in await names_with_places(pool, roster_id)


async def test_places_go_back_to_what_the_entry_says_and_else_follow_it_no_more(
    web: httpx.AsyncClient, pool: Pool, roster_id: UUID, event: EventState, callers: Callers
) -> None:
    await web.post(places(roster_id), data={"capacity": "8"}, headers=callers.own)
    async with pool.acquire() as db, db.transaction():
        await heard(db, changed(event, capacity=20))
    own = await now_on(pool, roster_id)

    await web.post(places(roster_id), data={"capacity": ""}, headers=callers.own)

    back = await now_on(pool, roster_id)
    assert (own.own_capacity, own.capacity) == (8, 8)
    assert (back.own_capacity, back.capacity) == (None, 20)


async def test_kept_places_are_nobody_s_until_they_are_given_back(
    web: httpx.AsyncClient, pool: Pool, roster_id: UUID, callers: Callers
) -> None:
    too_many = await web.post(places(roster_id, "reservation"), data={"reserved_count": "1"}, headers=callers.own)
    await web.patch(f"/api/registrations/rosters/{roster_id}", json={"halted": True}, headers=callers.own)
    await web.post(places(roster_id), data={"capacity": "6"}, headers=callers.own)
    await web.post(places(roster_id, "reservation"), data={"reserved_count": "2"}, headers=callers.own)
    await web.post(places(roster_id, "halt/removal"), headers=callers.own)
    kept = await now_on(pool, roster_id)

    await web.post(places(roster_id, "reservation"), data={"reserved_count": "1"}, headers=callers.own)

    given_back = await now_on(pool, roster_id)
    assert too_many.status_code == 422
    assert "Only 0 places are free and can be kept." in too_many.text
    assert (kept.reserved_count, kept.seats_left, kept.waiting_count) == (2, 0, 1)
    assert (given_back.reserved_count, given_back.seats_taken, given_back.waiting_count) == (1, 5, 0)


async def test_a_halted_date_takes_nobody_and_keeps_all_who_are_on_it(
    web: httpx.AsyncClient, pool: Pool, roster_id: UUID, event: EventState, callers: Callers
) -> None:
    for _ in range(2):
        assert (await web.post(places(roster_id, "halt"), headers=callers.own)).status_code == 303
    closed = await web.get(f"/register/{event.slug}")
    await web.post(places(roster_id), data={"capacity": "9"}, headers=callers.own)
    halted = await now_on(pool, roster_id)

    await web.post(places(roster_id, "halt/removal"), headers=callers.own)

    opened = await now_on(pool, roster_id)
    assert "Registration is closed" in closed.text
    assert (halted.seats_taken, halted.waiting_count) == (4, 1)
    assert (opened.halted_at, opened.seats_taken, opened.waiting_count) == (None, 5, 0)
    async with pool.acquire() as db:
        states = await told(db, RosterState)
    assert [state.is_open for state in states if state.version >= halted.version] == [False, True]


async def test_programs_change_a_date_and_are_told_whom_fewer_places_concern(
    web: httpx.AsyncClient, pool: Pool, roster_id: UUID, callers: Callers
) -> None:
    address = f"/api/registrations/rosters/{roster_id}"
    ids = await ids_by_name(pool)

    refused = await web.patch(address, json={"capacity": 2}, headers=callers.own)
    kept = await web.patch(address, json={"capacity": 2, "below_taken": "keep"}, headers=callers.own)
    cancelled = await web.patch(address, json={"capacity": 3, "cancel": [ids["Cem"]]}, headers=callers.own)
    back = await web.patch(address, json={"capacity": None, "halted": True}, headers=callers.own)

    assert (refused.status_code, refused.json()["type"]) == (409, "capacity-below-taken")
    assert refused.json()["registrations"] == [ids["Cem"], ids["Bob"]]
    assert (kept.json()["wanted_capacity"], kept.json()["capacity"], kept.json()["seats_taken"]) == (2, 4, 4)
    assert (cancelled.json()["capacity"], cancelled.json()["seats_taken"]) == (3, 3)
    assert (back.json()["own_capacity"], back.json()["capacity"], back.json()["is_open"]) == (None, 4, False)


async def test_who_is_not_on_the_list_cannot_lose_a_place(
    web: httpx.AsyncClient, pool: Pool, roster_id: UUID, callers: Callers
) -> None:
    for registration_id in (str(uuid4()), (await ids_by_name(pool))["Dana"]):
        answer = await web.patch(
            f"/api/registrations/rosters/{roster_id}",
            json={"capacity": 3, "cancel": [registration_id]},
            headers=callers.own,
        )
        assert [error["field"] for error in answer.json()["errors"]] == ["cancel"]


@pytest.mark.parametrize("body", [{"capacity": -1}, {"capacity": "many"}, {"reserved_count": -1}, {"seats": 3}])
async def test_what_cannot_be_is_named(
    web: httpx.AsyncClient, roster_id: UUID, callers: Callers, body: dict[str, object]
) -> None:
    answer = await web.patch(f"/api/registrations/rosters/{roster_id}", json=body, headers=callers.own)

    assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (422, [*body])


async def test_a_date_without_a_limit_gets_one_of_its_own_and_loses_it_again(db: Connection) -> None:
    event = await an_open_event(db, capacity=None)
    roster = await roster_of(db, event)

    await set_capacity(db, roster.id, NewCapacity(capacity=5), base_url=BASE_URL)
    limited = await roster_of(db, event)
    await set_capacity(db, roster.id, NewCapacity(), base_url=BASE_URL)

    assert (limited.capacity, (await roster_of(db, event)).capacity) == (5, None)


async def test_another_organisation_s_places_are_not_there(
    web: httpx.AsyncClient, pool: Pool, roster_id: UUID, callers: Callers
) -> None:
    before = await now_on(pool, roster_id)
    for headers in (callers.foreign, callers.coordinator):
        for found in (roster_id, uuid4()):
            assert (await web.get(places(found), headers=headers)).status_code == 404
            for part in ("capacity", "reservation", "halt", "halt/removal"):
                form = {"capacity": "9", "reserved_count": "0"}
                assert (await web.post(places(found, part), data=form, headers=headers)).status_code == 404
            address = f"/api/registrations/rosters/{found}"
            assert (await web.patch(address, json={"capacity": 9}, headers=headers)).status_code == 404
    assert await now_on(pool, roster_id) == before
