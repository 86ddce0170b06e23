"""People's own calendar in tests: its address, and what stands in it."""

import re
from typing import Any

import httpx
import icalendar

from services.events.domain.vevent import rendered
from shared.database import Pool
from shared.messages.event_details import Conference
from shared.messages.events import EventState
from shared.messages.registration import RegistrationConfirmed
from tests.registration.given import BASE_URL, an_event, heard, signed_up, told

ADDRESS = re.compile(rf"{BASE_URL}(/registrations/feeds/[\w-]{{43}}\.ics\?lang=en)")
JOINING = Conference(url="https://meet.witten.example/kim", pass_code="linde-7")
ADA = "ada@people.example"


async def one_with_ada(pool: Pool) -> EventState:
    """An event for two, also online; ada is on it."""
    event = an_event(title="Café; Tee, Kuchen", capacity=2, join_details="Klingeln", conference=JOINING)
    async with pool.acquire() as db, db.transaction():
        await heard(db, rendered(event))
        await signed_up(db, event, ADA)
    return event


async def link_of(pool: Pool, event: EventState) -> str:
    """The page of the first who has a place there."""
    async with pool.acquire() as db:
        confirmed = await told(db, RegistrationConfirmed)
    return next(fact.link for fact in confirmed if fact.event_id == event.id).removeprefix(BASE_URL)


async def new_address(web: httpx.AsyncClient, link: str) -> str:
    shown = await web.post(f"{link}/feed")
    assert shown.headers["cache-control"] == "no-store"
    found = ADDRESS.search(shown.text)
    assert found
    return found[1]


async def entries(web: httpx.AsyncClient, address: str) -> list[Any]:
    return list(icalendar.Calendar.from_ical((await web.get(address)).content).events)
