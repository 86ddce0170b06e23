"""What people read right after signing up, and where one cannot sign up."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from msgspec.structs import replace

from services.registration.tables import rosters
from shared.database import Pool
from shared.messages.event_details import Facts
from shared.messages.events import EventState
from shared.pages import unbroken
from tests.registration.given import NEXT_WEEK, a_series, an_open_event, asking, heard, roster_of, signed_up
from tests.registration.test_sign_up_page import TYPED

PHONE_ONLY = TYPED | {"email": "", "phone": "02302 123456"}


@pytest.fixture
async def event(pool: Pool) -> EventState:
    facts = Facts(contact_name="Frau Yılmaz", contact_phone="02302 5550", contact_email="yilmaz@caritas.example")
    async with pool.acquire() as db, db.transaction():
        return await an_open_event(db, capacity=4, time_zone="Europe/Berlin", facts=facts)


async def received(web: httpx.AsyncClient, event: EventState, typed: Mapping[str, object]) -> str:
    posted = await web.post(f"/register/{event.slug}", data=typed)
    assert posted.status_code == 303
    return (await web.get(posted.headers["Location"])).text


async def test_who_has_to_confirm_the_address_reads_until_when_the_place_is_held(
    web: httpx.AsyncClient, event: EventState, pool: Pool
) -> None:
    async with pool.acquire() as db, db.transaction():
        await asking(db, event, proves_address=True)

    posted = await web.post(f"/register/{event.slug}", data=TYPED)
    held_until = httpx.URL(posted.headers["Location"]).params["held_until"]
    shown = await web.get(posted.headers["Location"])

    assert "confirm your mail address" in shown.text
    assert f"until {held_until[11:16]}" in shown.text


async def test_who_gave_a_phone_number_only_reads_whom_to_call(web: httpx.AsyncClient, event: EventState) -> None:
    shown = await received(web, event, PHONE_ONLY)

    assert "no mail will come" in shown
    assert "look into your mail" not in shown
    assert all(text in shown for text in ("Frau Yılmaz", 'href="tel:023025550"', "yilmaz@caritas.example"))


async def test_who_waits_with_a_phone_number_only_is_told_that_they_are_called(
    web: httpx.AsyncClient, event: EventState, pool: Pool
) -> None:
    async with pool.acquire() as db, db.transaction():
        await signed_up(db, event, "ada@a.example", 4)

    shown = await received(web, event, PHONE_ONLY)

    assert "Your position: 1" in shown
    assert "the organiser calls you" in shown


async def test_a_phone_number_that_was_registered_is_answered_like_a_new_one(
    web: httpx.AsyncClient, event: EventState
) -> None:
    first, again = [
        await web.post(f"/register/{event.slug}", data=PHONE_ONLY | {"party_size": "1", "nonce": nonce})
        for nonce in ("first", "again")
    ]

    assert first.headers["Location"] == again.headers["Location"]


async def test_of_several_dates_each_has_its_own_state(web: httpx.AsyncClient, pool: Pool) -> None:
    async with pool.acquire() as db, db.transaction():
        series = await heard(db, a_series(3, capacity=2))
        full = await rosters.lock(db, series.occurrences[1].id)
        assert full
        await rosters.keep(db, replace(full, seats_taken=2))
    chosen = [date.starts_at.replace(tzinfo=None).isoformat() for date in series.occurrences[:2]]

    shown = await received(web, series, TYPED | {"dates": chosen})

    lines = [line for line in shown.splitlines() if line.startswith("<li>") and "badge" in line]
    assert ["Confirmed" in line for line in lines] == [True, False]
    assert "Your position: 1" in lines[1]
    assert unbroken(f"{series.occurrences[1].starts_at:%A, %-d %B %Y}") in lines[1]


@pytest.mark.parametrize(
    "query", ["status=rich", "status=waiting&dates=2026-13-45T99:00:00_confirmed", "status=confirmed&dates=<b>"]
)
async def test_a_made_up_address_of_the_page_leads_to_the_form(
    web: httpx.AsyncClient, event: EventState, query: str
) -> None:
    answer = await web.get(f"/register/{event.slug}/received?{query}")

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/register/{event.slug}")


async def test_before_sign_up_opens_the_page_says_when(web: httpx.AsyncClient, event: EventState, pool: Pool) -> None:
    opens_at = datetime(2099, 1, 2, 9, 30, tzinfo=UTC)
    async with pool.acquire() as db, db.transaction():
        roster = replace(await roster_of(db, event), opens_at=opens_at, starts_at=opens_at + timedelta(days=3))
        await rosters.keep(db, roster)

    shown, posted = await web.get(f"/register/{event.slug}"), await web.post(f"/register/{event.slug}", data=TYPED)

    assert (shown.status_code, posted.status_code) == (200, 409)
    for answer in (shown, posted):
        assert "Registration is not open yet" in answer.text
        assert f"from {unbroken('Friday, 2 January 2099')}, 10:30 on" in answer.text
        assert "02302 5550" in answer.text


async def test_after_sign_up_has_closed_the_page_says_since_when(
    web: httpx.AsyncClient, event: EventState, pool: Pool
) -> None:
    closed_at = datetime.now(UTC) - timedelta(hours=2)
    async with pool.acquire() as db, db.transaction():
        await rosters.keep(db, replace(await roster_of(db, event), closes_at=closed_at))

    assert "One could sign up until" in (await web.get(f"/register/{event.slug}")).text


async def test_a_halted_sign_up_says_so(web: httpx.AsyncClient, event: EventState, pool: Pool) -> None:
    async with pool.acquire() as db, db.transaction():
        await rosters.keep(db, replace(await roster_of(db, event), halted_at=NEXT_WEEK))

    assert "takes no registrations at the moment" in (await web.get(f"/register/{event.slug}")).text
