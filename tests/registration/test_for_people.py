"""What an organiser does for people: change, move, cancel with a reason, answer an offer, hand out a link."""

from datetime import timedelta
from uuid import UUID, uuid4

import httpx
import pytest

from shared.database import Pool
from shared.messages.events import EventState
from shared.messages.registration import RegistrationCancelled, RegistrationChanged
from tests.registration.given import NOON, a_series, an_open_event, heard, signed_up, signed_up_for, told
from tests.registration.sessions import Callers


@pytest.fixture
async def series(pool: Pool) -> EventState:
    """Two dates for three each; ada comes to the first with two, bob to the second with two."""
    async with pool.acquire() as db, db.transaction():
        series = await heard(db, a_series(2, capacity=3))
        await signed_up_for(db, series, series.occurrences[0], "ada@a.example", 2)
        await signed_up_for(db, series, series.occurrences[1], "bob@a.example", 2)
        return series


async def address_of(pool: Pool, email: str) -> str:
    return (
        f"/portal/rosters/registrations/{await pool.fetchval('SELECT id FROM registrations WHERE email = $1', email)}"
    )


async def without_mail(pool: Pool, email: str) -> None:
    await pool.execute("UPDATE registrations SET email = '', phone = '+4923021234567' WHERE email = $1", email)


async def test_details_are_changed_for_people_and_they_hear_of_it(
    web: httpx.AsyncClient, pool: Pool, series: EventState, callers: Callers
) -> None:
    address = await address_of(pool, "ada@a.example")
    form = {"name": "Ada Byron", "email": "ada@b.example", "phone": "0049 2302 1234567", "party_size": "3"}

    shown = await web.get(f"{address}/edit", headers=callers.own)
    saved = await web.post(f"{address}/edit", data=form | {"language": "de"}, headers=callers.own)

    assert 'value="ada@a.example"' in shown.text
    assert (saved.status_code, saved.headers["Location"]) == (303, address)
    party = await pool.fetchrow("SELECT * FROM registrations WHERE name = 'Ada Byron'")
    assert party
    assert (party["email"], party["phone"], party["party_size"]) == ("ada@b.example", "+4923021234567", 3)
    async with pool.acquire() as db:
        [fact] = await told(db, RegistrationChanged)
    assert (fact.email, fact.previous_party_size, fact.by_organiser) == ("ada@b.example", 2, True)


async def test_a_number_that_is_given_up_is_gone_but_not_the_last_way_to_reach_them(
    web: httpx.AsyncClient, pool: Pool, series: EventState, callers: Callers
) -> None:
    address = await address_of(pool, "ada@a.example")
    await pool.execute("UPDATE registrations SET phone = '+4923021234567'")
    form = {"name": "Ada", "party_size": "2", "language": "de", "phone": ""}

    saved = await web.post(f"{address}/edit", data=form | {"email": "ada@a.example"}, headers=callers.own)
    refused = await web.post(f"{address}/edit", data=form | {"email": ""}, headers=callers.own)

    assert saved.status_code == 303
    assert await pool.fetchval("SELECT phone FROM registrations WHERE email = 'ada@a.example'") == ""
    assert refused.status_code == 422
    assert 'href="#field-phone"' in refused.text


async def test_a_party_grows_only_as_far_as_there_are_places(
    web: httpx.AsyncClient, pool: Pool, series: EventState, callers: Callers
) -> None:
    address = await address_of(pool, "ada@a.example")
    await pool.execute("UPDATE rosters SET reserved_count = 1")
    form = {"name": "Ada", "email": "ada@a.example", "party_size": "3", "language": "de"}

    refused = await web.post(f"{address}/edit", data=form, headers=callers.own)

    assert refused.status_code == 422
    assert 'href="#field-party_size"' in refused.text


async def test_a_party_moves_to_another_date_where_it_fits(
    web: httpx.AsyncClient, pool: Pool, series: EventState, callers: Callers
) -> None:
    address = await address_of(pool, "ada@a.example")
    async with pool.acquire() as db, db.transaction():
        other = await an_open_event(db, title="Ausflug", capacity=9)
    full, free = series.occurrences[1].id, other.occurrences[0].id

    shown = (await web.get(f"{address}/transfer", headers=callers.own)).text
    refused = await web.post(f"{address}/transfer", data={"roster_id": str(full)}, headers=callers.own)
    moved = await web.post(f"{address}/transfer", data={"roster_id": str(free)}, headers=callers.own)

    assert shown.index(str(full)) < shown.index(str(free))
    assert "1 place free" in shown
    assert str(series.occurrences[0].id) not in shown
    assert refused.status_code == 422
    assert 'href="#field-roster_id"' in refused.text
    assert (moved.status_code, moved.headers["Location"]) == (303, address)
    assert await pool.fetchval("SELECT roster_id FROM registrations WHERE email = 'ada@a.example'") == free


async def test_a_registration_is_cancelled_with_a_reason(
    web: httpx.AsyncClient, pool: Pool, series: EventState, callers: Callers
) -> None:
    address = await address_of(pool, "ada@a.example")

    for _ in range(2):
        cancelled = await web.post(f"{address}/cancellation", data={"reason": "The hall is shut"}, headers=callers.own)
        assert (cancelled.status_code, cancelled.headers["Location"]) == (303, address)

    async with pool.acquire() as db:
        [fact] = await told(db, RegistrationCancelled)
    assert (fact.reason, fact.by_organiser) == ("The hall is shut", True)
    assert "The hall is shut" in (await web.get(address, headers=callers.own)).text


@pytest.mark.parametrize(("deed", "status"), [("acceptance", "confirmed"), ("refusal", "cancelled")])
async def test_an_offer_is_answered_for_people_who_said_so_on_the_phone(
    web: httpx.AsyncClient, pool: Pool, series: EventState, callers: Callers, deed: str, status: str
) -> None:
    address = await address_of(pool, "ada@a.example")
    await pool.execute(
        "UPDATE registrations SET status = 'offered', offered_size = 2, held_until = $1 WHERE email = 'ada@a.example'",
        NOON + timedelta(days=2),
    )
    shown = (await web.get(address, headers=callers.own)).text

    for _ in range(2):
        answered = await web.post(f"{address}/{deed}", headers=callers.own)
        assert (answered.status_code, answered.headers["Location"]) == (303, address)

    assert f'action="{address}/{deed}"' in shown
    assert await pool.fetchval("SELECT status FROM registrations WHERE email = 'ada@a.example'") == status


async def test_a_link_is_handed_out_once_to_people_without_mail(
    web: httpx.AsyncClient, pool: Pool, series: EventState, callers: Callers
) -> None:
    address = await address_of(pool, "ada@a.example")
    refused = await web.post(f"{address}/links", headers=callers.own)
    await without_mail(pool, "ada@a.example")

    made = await web.post(f"{address}/links", headers=callers.own)

    assert refused.status_code == 409
    assert (made.status_code, made.headers["Cache-Control"]) == (200, "no-store")
    assert "<svg" in made.text
    link = made.text.split("<code>")[1].split("</code>")[0]
    assert (await web.get(link)).status_code == 200
    by_program = await web.post(address.replace("/portal/rosters", "/api") + "/links", headers=callers.own)
    assert (await web.get(by_program.json()["link"])).status_code == 200


async def test_to_others_nothing_of_this_is_there(
    web: httpx.AsyncClient, pool: Pool, series: EventState, callers: Callers
) -> None:
    known = await address_of(pool, "ada@a.example")
    unknown = f"/portal/rosters/registrations/{uuid4()}"
    form = {"name": "Eve", "email": "eve@a.example", "party_size": "1", "roster_id": str(series.occurrences[1].id)}

    for headers in (callers.foreign, callers.coordinator):
        for address in (known, unknown):
            for page in ("", "/edit", "/transfer"):
                assert (await web.get(f"{address}{page}", headers=headers)).status_code == 404
            for deed in ("edit", "transfer", "cancellation", "acceptance", "refusal", "links"):
                assert (await web.post(f"{address}/{deed}", data=form, headers=headers)).status_code == 404
            program = address.replace("/portal/rosters", "/api")
            assert (await web.post(f"{program}/links", headers=headers)).status_code == 404
    async with pool.acquire() as db, db.transaction():
        foreign = await an_open_event(db, organisation_id=UUID(int=2))
        await signed_up(db, foreign, "cem@a.example")
    smuggled = {"roster_id": str(foreign.occurrences[0].id)}
    assert (await web.post(f"{known}/transfer", data=smuggled, headers=callers.own)).status_code == 404
    rows = await pool.fetch("SELECT DISTINCT status FROM registrations")
    assert [row["status"] for row in rows] == ["confirmed"]
