"""What was signed up for in one go is reached by one link; what was passed on from it is not."""

import re
from uuid import UUID, uuid4

import httpx
import pytest

from services.registration.commands.pass_on import pass_on
from services.registration.commands.register_for_dates import Booking, register_for_dates
from services.registration.domain.changes import PassOn
from shared.database import Pool
from shared.messages.events import EventState
from shared.messages.registration import RegistrationPassedOn
from tests.registration.given import BASE_URL, a_series, an_ask, heard, told
from tests.registration.own_calendar import ADA, link_of

OTHER = re.compile(r'href="(/registrations/[\w-]{43}\?of=[\w-]{36})"')


@pytest.fixture
async def course(pool: Pool) -> EventState:
    """Three dates, and ada on all of them."""
    async with pool.acquire() as db, db.transaction():
        course = await heard(db, a_series(3))
        await register_for_dates(db, Booking(event_id=course.id, whole_course=True), an_ask(ADA), base_url=BASE_URL)
        return course


@pytest.fixture
async def link(pool: Pool, course: EventState) -> str:
    return await link_of(pool, course)


async def others(web: httpx.AsyncClient, link: str) -> list[str]:
    return OTHER.findall((await web.get(link)).text)


async def states(pool: Pool) -> list[str]:
    rows = await pool.fetch(
        "SELECT status FROM registrations JOIN rosters ON rosters.id = roster_id ORDER BY starts_at"
    )
    return [row["status"] for row in rows]


async def test_the_other_dates_are_listed_each_with_its_page(web: httpx.AsyncClient, link: str) -> None:
    found = await others(web, link)

    assert len(set(found)) == 2
    assert [(await web.get(each)).status_code for each in found] == [200, 200]


async def test_one_date_is_cancelled_from_the_link_of_another(web: httpx.AsyncClient, pool: Pool, link: str) -> None:
    other = (await others(web, link))[1]
    form = re.search(r'action="([^"]+/cancellation[^"]*)"', (await web.get(other)).text)
    assert form

    done = await web.post(form[1])

    assert done.headers["location"] == other
    assert await states(pool) == ["confirmed", "confirmed", "cancelled"]


@pytest.mark.parametrize("of", ["", "nonsense", str(UUID(int=7))])
async def test_what_is_not_of_the_booking_is_not_there(web: httpx.AsyncClient, link: str, of: str) -> None:
    assert (await web.get(f"{link}?of={of}")).status_code == 404
    assert (await web.post(f"{link}/cancellation?of={of}")).status_code == 404


async def test_a_date_that_was_passed_on_is_reached_by_the_new_person_alone(
    web: httpx.AsyncClient, pool: Pool, link: str
) -> None:
    other = (await others(web, link))[0]
    async with pool.acquire() as db, db.transaction():
        to = PassOn(name="Bob", email="bob@people.example", language="de", consent=True)
        await pass_on(db, UUID(other.rpartition("=")[2]), to, base_url=BASE_URL)
        [fact] = await told(db, RegistrationPassedOn)

    assert (await web.get(other)).status_code == 404
    assert len(await others(web, link)) == 1
    shown = await web.get(fact.link.removeprefix(BASE_URL))
    assert "Bob" in shown.text
    assert OTHER.findall(shown.text) == []


async def test_a_foreign_registration_is_not_reached_by_its_id(web: httpx.AsyncClient, pool: Pool, link: str) -> None:
    foreign = uuid4()
    async with pool.acquire() as db, db.transaction():
        event = await heard(db, a_series(1))
        await register_for_dates(
            db, Booking(event_id=event.id, whole_course=True), an_ask("eve@people.example"), base_url=BASE_URL
        )
        foreign = await db.fetchval("SELECT id FROM registrations WHERE email = 'eve@people.example'")

    assert (await web.get(f"{link}?of={foreign}")).status_code == 404
