"""What the network plans, as its members see it: by month, by year, and what waits."""

from datetime import datetime, timedelta

import httpx
import pytest

from services.events.commands.draft_event import draft_event
from services.events.commands.submit_event import submit_event
from services.events.domain.details import RecurrenceFields
from services.events.settings import Settings
from shared.database import Pool
from tests.events.given import BASE_URL, NEXT_YEAR, Partner, a_partner, a_published_event, fields, session_of

MAY = f"/portal/calendar?year={NEXT_YEAR}&month=5"


async def test_a_month_has_what_is_public_internal_or_waits_and_no_draft(
    web: httpx.AsyncClient, coordinator: Partner, pool: Pool, loaded: Settings
) -> None:
    async with pool.acquire() as db, db.transaction():
        partner = await a_partner(db)
        weekly = RecurrenceFields(rule="FREQ=WEEKLY;COUNT=3")
        await a_published_event(db, partner, title="Jede Woche", recurrence=weekly)
        await a_published_event(db, partner, title="Nur wir", audience="internal")
        await draft_event(db, fields(title="Entwurf"), organisation_id=partner.id, base_url=BASE_URL)
        waiting = await draft_event(db, fields(title="Wartet"), organisation_id=partner.id, base_url=BASE_URL)
        await submit_event(db, waiting.id, base_url=BASE_URL)

    page = (await web.get(MAY, headers=session_of(coordinator, loaded))).text

    assert [page.count(title) for title in ("Jede Woche", "Nur wir", "Wartet", "Entwurf")] == [3, 1, 1, 0]


async def test_what_lasts_several_days_is_on_each_of_them_also_across_months(
    web: httpx.AsyncClient, coordinator: Partner, pool: Pool, loaded: Settings
) -> None:
    days = {"starts_on": datetime(NEXT_YEAR, 5, 28).date(), "ends_on": datetime(NEXT_YEAR, 6, 2).date()}
    async with pool.acquire() as db, db.transaction():
        partner = await a_partner(db)
        await a_published_event(db, partner, title="Ausstellung", starts_at=None, ends_at=None, **days)

    year = (await web.get(f"/portal/calendar?year={NEXT_YEAR}", headers=session_of(coordinator, loaded))).text

    assert year.count('data-count="1"') == (days["ends_on"] - days["starts_on"]) // timedelta(days=1) + 1


@pytest.mark.parametrize("query", ["year=0", "year=9999", "year=2027&month=13", "year=x"])
async def test_a_month_that_is_none_is_refused(
    web: httpx.AsyncClient, coordinator: Partner, loaded: Settings, query: str
) -> None:
    answer = await web.get(f"/portal/calendar?{query}", headers=session_of(coordinator, loaded))

    assert answer.status_code == 422


async def test_the_coordinator_publishes_all_that_were_ticked(
    web: httpx.AsyncClient, coordinator: Partner, pool: Pool, loaded: Settings
) -> None:
    async with pool.acquire() as db, db.transaction():
        partner = await a_partner(db)
        entries = [
            await draft_event(db, fields(title=title), organisation_id=partner.id, base_url=BASE_URL)
            for title in ("Eins", "Zwei", "Drei")
        ]
        for entry in entries:
            await submit_event(db, entry.id, base_url=BASE_URL)

    ticked = {"event_ids": [str(entries[0].id), str(entries[2].id)]}
    await web.post("/portal/queue/publications", data=ticked, headers=session_of(coordinator, loaded))

    listed = (await web.get("/api/events")).json()["items"]
    assert {item["title"] for item in listed} == {"Eins", "Drei"}
