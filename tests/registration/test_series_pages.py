"""A series on the pages: choosing one of many dates, and one's own."""

from datetime import timedelta

import httpx
import pytest
from msgspec.structs import replace

from shared.database import Pool
from shared.messages.event_details import Occurrence
from shared.messages.events import EventState
from shared.messages.registration import RegistrationConfirmed
from shared.pages import unbroken
from tests.registration.given import (
    BASE_URL,
    NEXT_WEEK,
    NOON,
    ORGANISATION,
    a_series,
    changed,
    heard,
    signed_up_for,
    told,
)
from tests.registration.sessions import session_of_a_member
from tests.registration.test_series import cancelled
from tests.registration.test_sign_up_page import TYPED


@pytest.fixture
async def series(pool: Pool) -> EventState:
    """Each week for two years, with one place a time."""
    async with pool.acquire() as db, db.transaction():
        event = await heard(db, a_series(104, capacity=1))
        await signed_up_for(db, event, event.occurrences[1], "ada@a.example")
        return event


def option(date: Occurrence) -> str:
    return f'name="dates" type="checkbox" value="{date.starts_at.replace(tzinfo=None).isoformat()}"'


async def test_the_next_dates_are_offered_and_all_of_them_on_demand(web: httpx.AsyncClient, series: EventState) -> None:
    first_page = (await web.get(f"/register/{series.slug}")).text
    all_dates = (await web.get(f"/register/{series.slug}?dates=all")).text

    assert [option(date) in first_page for date in series.occurrences] == [True] * 5 + [False] * 99
    assert "Show all 104 dates" in first_page
    assert all(option(date) in all_dates for date in series.occurrences)
    assert "Show all" not in all_dates
    assert first_page.count("Full, waiting list open") == 1


async def test_of_waiting_lists_one_reads_where_a_date_is_full(
    web: httpx.AsyncClient, series: EventState, pool: Pool
) -> None:
    async with pool.acquire() as db, db.transaction():
        free = await heard(db, a_series(3, capacity=5))

    pages = [(await web.get(f"/register/{each.slug}")).text for each in (series, free)]

    assert ["you come onto its waiting list" in page for page in pages] == [True, False]


async def test_a_date_that_was_chosen_stays_chosen(web: httpx.AsyncClient, series: EventState) -> None:
    chosen = series.occurrences[50]
    starts_at = chosen.starts_at.replace(tzinfo=None).isoformat()

    linked = await web.get(f"/register/{series.slug}?starts_at={starts_at}")
    mistaken = await web.post(f"/register/{series.slug}", data=TYPED | {"dates": starts_at, "name": ""})

    assert f"{option(chosen)} checked>" in linked.text
    assert mistaken.status_code == 422
    assert f"{option(chosen)} checked>" in mistaken.text


async def test_a_date_that_is_not_one_of_the_series_is_a_mistake_in_its_field(
    web: httpx.AsyncClient, series: EventState, pool: Pool
) -> None:
    starts_at = (NOON + timedelta(days=2)).replace(tzinfo=None).isoformat()

    page = await web.post(f"/register/{series.slug}", data=TYPED | {"party_size": "1", "dates": starts_at})
    answer = await web.post(
        "/api/registrations",
        json={
            "event_id": str(series.id),
            "starts_at": starts_at,
            "name": "Ada",
            "email": "ada@a.example",
            "party_size": 1,
            "language": "de",
            "consent": True,
        },
    )

    assert (page.status_code, answer.status_code) == (422, 422)
    assert 'id="problem-dates"' in page.text
    assert [error["field"] for error in answer.json()["errors"]] == ["starts_at"]


async def test_ones_own_page_says_ones_own_date_and_when_it_is_cancelled(
    web: httpx.AsyncClient, series: EventState, pool: Pool
) -> None:
    async with pool.acquire() as db:
        [confirmed] = await told(db, RegistrationConfirmed)
    link = confirmed.link.removeprefix(BASE_URL)
    day = unbroken(series.occurrences[1].starts_at.strftime("%-d %B %Y"))

    shown = await web.get(link)
    assert day in shown.text
    assert "/events/" + series.slug + ".ics" not in shown.text

    async with pool.acquire() as db, db.transaction():
        dates = [cancelled(date) if number == 1 else date for number, date in enumerate(series.occurrences)]
        await heard(db, changed(series, occurrences=dates))
    shown = await web.get(link)
    assert "This date is cancelled." in shown.text
    assert day in shown.text


async def test_a_whole_day_of_a_series_is_shown_without_hours(web: httpx.AsyncClient, pool: Pool) -> None:
    midnight = NEXT_WEEK.replace(hour=0)
    event = a_series(
        2, first=midnight, starts_at=None, ends_at=None, starts_on=midnight.date(), ends_on=midnight.date()
    )
    days = [replace(date, ends_at=date.starts_at + timedelta(days=1)) for date in event.occurrences]
    async with pool.acquire() as db, db.transaction():
        event = await heard(db, replace(event, occurrences=days))
        await signed_up_for(db, event, days[1], "ada@a.example")
        [confirmed] = await told(db, RegistrationConfirmed)

    shown = await web.get(confirmed.link.removeprefix(BASE_URL))

    assert f"<dd>{unbroken(f'{days[1].starts_at:%A, %-d %B %Y}')}</dd>" in shown.text


async def test_the_portal_lists_the_next_dates_and_those_with_people(
    web: httpx.AsyncClient, series: EventState, pool: Pool, environment: dict[str, str]
) -> None:
    async with pool.acquire() as db, db.transaction():
        late, off = series.occurrences[90], series.occurrences[2]
        await signed_up_for(db, series, late, "late@a.example")
        dates = [cancelled(date) if date == off else date for date in series.occurrences]
        await heard(db, changed(series, occurrences=dates))
    headers = await session_of_a_member(pool, environment, ORGANISATION)

    all_events = (await web.get("/portal/rosters", headers=headers)).text
    one_event = (await web.get(f"/portal/rosters/{series.id}", headers=headers)).text

    def shown(page: str) -> list[int]:
        return [
            n for n, date in enumerate(series.occurrences) if unbroken(f"{date.starts_at:%A, %-d %B %Y, %H:%M}") in page
        ]

    assert shown(all_events) == [0, 1, 2, 90]
    assert shown(one_event) == [*range(12), 90]
    assert "91 further dates" in one_event
    assert "Cancelled</span>" in one_event
