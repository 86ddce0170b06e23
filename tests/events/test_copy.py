"""Last year's entry as the start of this year's."""

from uuid import UUID

import httpx
import pytest

from services.events.commands.keep_text import keep_text
from services.events.domain.details import FactsFields, RecurrenceFields
from services.events.domain.event import Event
from services.events.domain.texts import TextFields
from services.events.settings import Settings
from services.events.tables import events
from shared.database import Pool
from shared.messages.event_details import Cost
from shared.messages.events import EventStatus
from tests.events.given import BASE_URL, Partner, a_partner, a_published_event, session_of
from tests.events.pages import form_in


@pytest.fixture
async def last_year(pool: Pool, partner: Partner) -> Event:
    async with pool.acquire() as db, db.transaction():
        event = await a_published_event(
            db,
            partner,
            recurrence=RecurrenceFields(rule="FREQ=WEEKLY;COUNT=3"),
            facts=FactsFields(cost=Cost.FREE),
            is_sold_out=True,
        )
        text = TextFields(title="Мовне кафе", description="Кава.")
        return await keep_text(db, event.id, "uk", text, base_url=BASE_URL)


async def test_a_copy_says_the_same_without_its_dates(
    web: httpx.AsyncClient, member: dict[str, str], last_year: Event, pool: Pool
) -> None:
    page = (await web.get(f"/portal/events/new?copy={last_year.id}", headers=member)).text

    created = await web.post("/portal/events", data=form_in(page, "/portal/events"), headers=member)

    async with pool.acquire() as db:
        copy = await events.get(db, UUID(created.headers["location"].split("/")[3]))
    assert copy.id != last_year.id
    assert (copy.status, copy.starts_at, copy.recurrence, copy.is_sold_out) == (EventStatus.DRAFT, None, None, False)
    assert (copy.title, copy.facts, copy.capacity) == (last_year.title, last_year.facts, last_year.capacity)
    assert copy.texts == last_year.texts


async def test_the_page_of_an_entry_leads_to_its_copy(
    web: httpx.AsyncClient, member: dict[str, str], last_year: Event
) -> None:
    link = f'href="/portal/events/new?copy={last_year.id}"'

    assert link in (await web.get(f"/portal/events/{last_year.id}", headers=member)).text
    assert link in (await web.get("/portal", headers=member)).text


async def test_nobody_copies_what_is_not_theirs(
    web: httpx.AsyncClient, last_year: Event, pool: Pool, loaded: Settings
) -> None:
    async with pool.acquire() as db, db.transaction():
        stranger = session_of(await a_partner(db, "awo-en"), loaded)

    opened = await web.get(f"/portal/events/new?copy={last_year.id}", headers=stranger)
    posted = await web.post(
        "/portal/events", data={"title": "Meins", "copied_from": str(last_year.id)}, headers=stranger
    )

    assert (opened.status_code, posted.status_code) == (404, 404)


async def test_an_id_that_somebody_made_up_is_as_good_as_none(web: httpx.AsyncClient, member: dict[str, str]) -> None:
    assert (await web.get("/portal/events/new?copy=last-year", headers=member)).status_code == 200
