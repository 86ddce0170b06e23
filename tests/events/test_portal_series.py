"""A series in the partner's portal: its dates, one by one, and what can be done with each."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import httpx
import pytest

from services.events.commands.take_out_occurrence import OnlyDate, take_out_occurrence
from services.events.domain.details import RecurrenceFields
from services.events.domain.event import Event, WrongStatus
from services.events.domain.occurrences import StoredOccurrence
from services.events.settings import Settings
from services.events.tables import events, occurrences
from shared import copies
from shared.database import Connection, Pool
from shared.messages.event_details import OccurrenceStatus
from shared.messages.events import EventStatus
from shared.messages.registration import RosterState
from tests.events.given import (
    BASE_URL,
    NEXT_YEAR,
    Partner,
    a_partner,
    a_published_event,
    session_of,
    staged,
)
from tests.events.pages import form_in

START = datetime(NEXT_YEAR, 5, 3, 18, 0)
WEEK = timedelta(days=7)
WEEKLY = RecurrenceFields(rule="FREQ=WEEKLY;COUNT=20")


@pytest.fixture
async def series(pool: Pool, partner: Partner) -> Event:
    async with pool.acquire() as db, db.transaction():
        return await a_published_event(db, partner, recurrence=WEEKLY)


async def test_the_next_dates_are_listed_with_their_sign_ups_and_all_on_demand(
    web: httpx.AsyncClient, member: dict[str, str], series: Event, pool: Pool
) -> None:
    second = (await dates(pool, series))[1]
    async with pool.acquire() as db, db.transaction():
        roster = RosterState(
            id=second.id, version=1, event_id=series.id, is_open=True, capacity=20, seats_taken=17, waiting_count=2
        )
        await copies.keep(db, roster)

    first_page = (await web.get(f"/portal/events/{series.id}", headers=member)).text
    all_dates = (await web.get(f"/portal/events/{series.id}?dates=all", headers=member)).text

    assert (first_page.count("/occurrences/"), all_dates.count("/occurrences/")) == (12, 20)
    assert ", 20 times" in first_page
    row = first_page[first_page.rindex("<tr>", 0, first_page.index(str(second.id))) : first_page.index(str(second.id))]
    assert "17 of 20 places taken&nbsp;· 2\N{NO-BREAK SPACE}wait" in row


async def test_one_date_is_moved_and_the_others_stay(
    web: httpx.AsyncClient, member: dict[str, str], series: Event, pool: Pool
) -> None:
    second = (await dates(pool, series))[1]
    address = one(series, second)
    typed = form_in((await web.get(address, headers=member)).text, address)
    later = START + WEEK + timedelta(hours=25)
    assert typed["starts_at"] == [(START + WEEK).isoformat()]

    moved = {"starts_at": later.isoformat()[:16], "ends_at": (later + timedelta(hours=1)).isoformat()[:16]}
    answer = await web.post(address, data=moved, headers=member)

    assert answer.status_code == 303
    after = await dates(pool, series)
    assert [each.moved_starts_at for each in after if each.moved_starts_at] == [later]
    assert "Moved" in (await web.get(f"/portal/events/{series.id}", headers=member)).text


async def test_a_date_moved_into_the_past_is_refused_beside_its_field(
    web: httpx.AsyncClient, member: dict[str, str], series: Event, pool: Pool
) -> None:
    address = one(series, (await dates(pool, series))[1])

    answer = await web.post(
        address, data={"starts_at": "2021-01-01T10:00", "ends_at": "2021-01-01T11:00"}, headers=member
    )

    assert answer.status_code == 422
    assert 'id="problem-starts_at"' in answer.text
    assert 'value="2021-01-01T10:00"' in answer.text


async def test_one_date_is_cancelled_and_stays_on_the_page(
    web: httpx.AsyncClient, member: dict[str, str], series: Event, pool: Pool
) -> None:
    second = (await dates(pool, series))[1]

    await web.post(f"{one(series, second)}/cancellation", headers=member)

    assert [each.id for each in await dates(pool, series) if each.status is OccurrenceStatus.CANCELLED] == [second.id]
    page = (await web.get(one(series, second), headers=member)).text
    assert "Cancelled" in page
    assert f"{one(series, second)}/cancellation" not in page


async def test_a_date_taken_out_leaves_no_trace(
    web: httpx.AsyncClient, member: dict[str, str], series: Event, pool: Pool
) -> None:
    third = (await dates(pool, series))[2]

    await web.post(f"{one(series, third)}/removal", headers=member)

    assert third.wall_time not in {each.wall_time for each in await dates(pool, series)}
    async with pool.acquire() as db:
        assert (await staged(db))[-1].recurrence.except_on == [third.wall_time.date()]  # type: ignore[union-attr]


async def test_without_its_first_date_a_series_begins_with_the_second(db: Connection) -> None:
    event = await a_published_event(db, await a_partner(db), recurrence=WEEKLY)
    stored = await occurrences.list_stored(db, event.id)

    changed = await take_out_occurrence(db, event.id, stored[0].id, base_url=BASE_URL)

    assert (changed.starts_at, changed.recurrence) == (START + WEEK, RecurrenceFields(rule="FREQ=WEEKLY;COUNT=19"))
    assert [each.id for each in await occurrences.list_stored(db, event.id)] == [each.id for each in stored[1:]]


async def test_the_only_date_cannot_be_taken_out(db: Connection) -> None:
    event = await a_published_event(db, await a_partner(db), recurrence=RecurrenceFields(rule="FREQ=WEEKLY;COUNT=2"))
    first, second = await occurrences.list_stored(db, event.id)
    await take_out_occurrence(db, event.id, second.id, base_url=BASE_URL)

    with pytest.raises(OnlyDate):
        await take_out_occurrence(db, event.id, first.id, base_url=BASE_URL)


async def test_what_does_not_repeat_has_no_date_to_take_out(db: Connection) -> None:
    event = await a_published_event(db, await a_partner(db))
    (only,) = await occurrences.list_stored(db, event.id)

    with pytest.raises(WrongStatus):
        await take_out_occurrence(db, event.id, only.id, base_url=BASE_URL)


async def test_this_and_all_later_dates_are_changed_from_a_form_that_says_what_holds(
    web: httpx.AsyncClient, member: dict[str, str], series: Event, pool: Pool
) -> None:
    before = await dates(pool, series)
    address = f"{one(series, before[4])}/continuation"
    typed = form_in((await web.get(address, headers=member)).text, address)
    assert (typed["starts_at"], typed["repeat.count"]) == ([(START + 4 * WEEK).isoformat()], ["16"])

    answer = await web.post(address, data=typed | {"place.name": "Rathaus"}, headers=member)

    assert answer.status_code == 303
    async with pool.acquire() as db:
        new = await events.get(db, UUID(answer.headers["location"].rpartition("/")[2]))
    assert (new.place_name, new.status) == ("Rathaus", EventStatus.PUBLISHED)
    assert [each.id for each in await dates(pool, new)] == [each.id for each in before[4:]]
    assert [each.id for each in await dates(pool, series)] == [each.id for each in before[:4]]


async def test_a_date_of_somebody_else_s_series_is_not_there(
    web: httpx.AsyncClient, series: Event, pool: Pool, loaded: Settings
) -> None:
    async with pool.acquire() as db, db.transaction():
        stranger = session_of(await a_partner(db, "awo-en"), loaded)
    second = (await dates(pool, series))[1]

    for deed in ("", "/cancellation", "/removal", "/continuation"):
        assert (await web.post(f"{one(series, second)}{deed}", headers=stranger)).status_code == 404
    assert (await web.get(one(series, second), headers=stranger)).status_code == 404
    assert len([each for each in await dates(pool, series) if each.status is OccurrenceStatus.CONFIRMED]) == 20


async def test_a_date_that_does_not_exist_is_not_there(
    web: httpx.AsyncClient, member: dict[str, str], series: Event
) -> None:
    assert (await web.get(f"/portal/events/{series.id}/occurrences/{uuid4()}", headers=member)).status_code == 404


async def test_a_postponed_event_says_how_it_comes_back_and_does(
    web: httpx.AsyncClient, member: dict[str, str], partner: Partner, pool: Pool
) -> None:
    async with pool.acquire() as db, db.transaction():
        event = await a_published_event(db, partner)

    assert (await web.post(f"/portal/events/{event.id}/postponement", headers=member)).status_code == 303

    address = f"/portal/events/{event.id}"
    assert "with a new date it is published again" in (await web.get(address, headers=member)).text
    step = f"{address}/edit/when"
    typed = form_in((await web.get(step, headers=member)).text, step)
    moved = {"starts_at": f"{NEXT_YEAR}-06-01T18:00", "ends_at": f"{NEXT_YEAR}-06-01T20:00"}
    await web.post(step, data=typed | moved, headers=member)
    async with pool.acquire() as db:
        assert (await events.get(db, event.id)).status is EventStatus.PUBLISHED


async def dates(pool: Pool, event: Event) -> list[StoredOccurrence]:
    async with pool.acquire() as db:
        return await occurrences.list_stored(db, event.id)


def one(event: Event, occurrence: StoredOccurrence) -> str:
    return f"/portal/events/{event.id}/occurrences/{occurrence.id}"
