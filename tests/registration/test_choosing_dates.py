"""Of a series people choose one date, several or all; of a course there is no choice."""

import httpx
from msgspec.structs import replace

from services.registration.domain.sign_up_settings import BookingKind
from services.registration.tables import rosters
from shared.database import Pool
from tests.registration.given import a_series, asking, heard, statuses
from tests.registration.test_sign_up_page import TYPED


async def test_several_dates_or_all_of_them_are_chosen_at_once(web: httpx.AsyncClient, pool: Pool) -> None:
    async with pool.acquire() as db, db.transaction():
        series = await heard(db, a_series(3, capacity=5))
    dates = [date.starts_at.replace(tzinfo=None).isoformat() for date in series.occurrences]

    several = await web.post(f"/register/{series.slug}", data=TYPED | {"dates": dates[:2]})
    everything = await web.post(
        f"/register/{series.slug}", data=TYPED | {"whole_course": "on", "email": "bob@a.example"}
    )

    assert (several.status_code, everything.status_code) == (303, 303)
    rows = await pool.fetch("SELECT email, count(*) AS dates FROM registrations GROUP BY email ORDER BY email")
    assert [tuple(row) for row in rows] == [("ada@a.example", 2), ("bob@a.example", 3)]


async def test_of_a_course_one_takes_all_dates(web: httpx.AsyncClient, pool: Pool) -> None:
    async with pool.acquire() as db, db.transaction():
        course = await heard(db, a_series(3, capacity=5))
        await asking(db, course, booking=BookingKind.COURSE)

    shown = (await web.get(f"/register/{course.slug}")).text
    posted = await web.post(f"/register/{course.slug}", data=TYPED | {"whole_course": "on"})

    assert "You sign up for all 3 dates" in shown
    assert 'name="dates"' not in shown
    assert posted.status_code == 303
    assert len(await pool.fetch("SELECT id FROM registrations")) == 3


async def test_a_date_that_was_closed_meanwhile_leads_back_to_the_form(web: httpx.AsyncClient, pool: Pool) -> None:
    async with pool.acquire() as db, db.transaction():
        series = await heard(db, a_series(2, capacity=5))
        first = await rosters.lock(db, series.occurrences[0].id)
        assert first
        await rosters.keep(db, replace(first, halted_at=first.starts_at))
    chosen = series.occurrences[0].starts_at.replace(tzinfo=None).isoformat()

    answer = await web.post(f"/register/{series.slug}", data=TYPED | {"dates": chosen})

    assert answer.status_code == 422
    assert 'value="ada@a.example"' in answer.text
    async with pool.acquire() as db:
        assert await statuses(db, series) == {}
