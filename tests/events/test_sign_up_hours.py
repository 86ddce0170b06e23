"""An event's page says when people can sign up."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
import pytest
from msgspec.structs import replace

from shared import copies
from shared.database import Pool
from shared.messages.registration import RosterState
from tests.events.given import a_partner, a_published_event


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ({"opens_at": 24}, "One can sign up from "),
        ({"opens_at": -1, "closes_at": 1}, "3 places free"),
        ({"closes_at": -1}, "Signing up is closed."),
    ],
)
async def test_a_page_says_when_people_can_sign_up_and_counts_no_kept_places(
    web: httpx.AsyncClient, pool: Pool, hours: dict[str, int], said: str
) -> None:
    times = {name: datetime.now(UTC) + timedelta(hours=number) for name, number in hours.items()}
    async with pool.acquire() as db, db.transaction():
        event = await a_published_event(db, await a_partner(db))
        taken = RosterState(
            id=uuid4(), version=1, event_id=event.id, is_open=True, capacity=20, seats_taken=12, waiting_count=0
        )
        await copies.keep(db, replace(taken, reserved_count=5, **times))

    shown = (await web.get(f"/events/{event.slug}", headers={"Accept-Language": "en"})).text

    assert said in shown
    assert (f'href="/register/{event.slug}"' in shown) == (said == "3 places free")


async def test_without_a_date_it_says_what_one_has_to_wait_for(web: httpx.AsyncClient, pool: Pool) -> None:
    async with pool.acquire() as db, db.transaction():
        event = await a_published_event(db, await a_partner(db), takes_registrations=True, starts_at=None, ends_at=None)

    shown = (await web.get(f"/events/{event.slug}", headers={"Accept-Language": "en"})).text

    assert "One can sign up once the date is known." in shown
