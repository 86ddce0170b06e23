"""The partner's portal: all entries by what is to be done with them, and one as others will see it."""

from datetime import datetime, timedelta

import httpx
import pytest

from services.events.commands.draft_event import draft_event
from services.events.commands.postpone_event import postpone_event
from services.events.commands.publish_event import publish_event
from services.events.commands.submit_event import submit_event
from services.events.domain.details import RecurrenceFields
from services.events.domain.event import Event
from services.events.tables import occurrences
from shared.database import Pool
from shared.pages import unbroken
from tests.events.given import (
    BASE_URL,
    NEXT_YEAR,
    Partner,
    a_published_event,
    fields,
)

START = datetime(NEXT_YEAR, 5, 3, 18, 0)
WEEK = timedelta(days=7)
WEEKLY = RecurrenceFields(rule="FREQ=WEEKLY;COUNT=20")


@pytest.fixture
async def series(pool: Pool, partner: Partner) -> Event:
    async with pool.acquire() as db, db.transaction():
        return await a_published_event(db, partner, recurrence=WEEKLY)


async def test_an_empty_portal_invites_to_enter_something(web: httpx.AsyncClient, member: dict[str, str]) -> None:
    page = (await web.get("/portal", headers=member)).text

    assert "No entries yet" in page
    assert "<table" not in page


async def test_the_portal_shows_what_wants_attention_first_and_the_next_date_of_a_series(
    web: httpx.AsyncClient, member: dict[str, str], partner: Partner, series: Event, pool: Pool
) -> None:
    async with pool.acquire() as db, db.transaction():
        for title, status in (("Entwurf", "draft"), ("Zurück", "returned"), ("Wartet", "submitted")):
            event = await draft_event(db, fields(title=title), organisation_id=partner.id, base_url=BASE_URL)
            await db.execute("UPDATE events SET status = $2 WHERE id = $1", event.id, status)
        await db.execute("UPDATE events SET return_reason = 'other' WHERE status = 'returned'")
        off = await a_published_event(db, partner, title="Verschoben")
        await postpone_event(db, off.id, base_url=BASE_URL)
        first = (await occurrences.list_stored(db, series.id))[0]
        await db.execute("DELETE FROM occurrences WHERE id = $1", first.id)

    page = (await web.get("/portal", headers=member)).text

    places = [page.index(title) for title in ("Zurück", "Entwurf", "Wartet", "Sprachcafé")]
    assert places == sorted(places)
    assert "Verschoben" in page
    second = START + WEEK
    assert unbroken(f"{second.day} {second:%B} {second.year}, 18:00 – 20:00") in page


async def test_the_preview_is_the_public_page_and_says_that_it_is_a_preview(
    web: httpx.AsyncClient, member: dict[str, str], partner: Partner, pool: Pool
) -> None:
    async with pool.acquire() as db, db.transaction():
        draft = await draft_event(db, fields(), organisation_id=partner.id, base_url=BASE_URL)

    preview = await web.get(f"/portal/events/{draft.id}/preview", headers=member)
    async with pool.acquire() as db, db.transaction():
        await submit_event(db, draft.id, base_url=BASE_URL)
        await publish_event(db, draft.id, base_url=BASE_URL)
    public = (await web.get(f"/events/{draft.slug}", headers={"Accept-Language": "en"})).text

    assert "This is a preview" in preview.text
    assert "20 places free" in preview.text
    facts = public[public.index('<dl class="facts">') : public.index("</dl>")]
    assert facts in preview.text
    assert (await web.get(f"/portal/events/{draft.id}/preview")).status_code == 303
