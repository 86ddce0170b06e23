"""What a partner is told to do, and what is on soon."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from msgspec.structs import replace

from services.events.commands.draft_event import draft_event
from services.events.commands.return_event import return_event
from services.events.commands.submit_event import submit_event
from services.events.domain.event import Event, ReturnFields, ReturnReason
from services.events.domain.occurrences import MoveFields
from services.events.domain.to_do import Need, OwnEntry, soon, to_dos
from services.events.settings import Settings
from shared.database import Pool
from shared.messages.events import EventStatus, Role
from tests.events.campaigning import a_campaign
from tests.events.given import BASE_URL, a_partner, fields, session_of

TODAY = date(2027, 5, 3)


@pytest.fixture
async def event(pool: Pool) -> Event:
    async with pool.acquire() as db, db.transaction():
        partner = await a_partner(db)
        return await draft_event(db, fields(), organisation_id=partner.id, base_url=BASE_URL)


def entry(event: Event, status: EventStatus, days: int, **numbers: Any) -> OwnEntry:
    starts_at = datetime.combine(TODAY, datetime.min.time()) + timedelta(days=days, hours=18)
    when = MoveFields(starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
    return OwnEntry(event=replace(event, status=status, id=uuid4()), when=when, **numbers)


@pytest.mark.parametrize(
    ("status", "days", "numbers", "needs"),
    [
        (EventStatus.RETURNED, 100, {}, [Need.RETURNED]),
        (EventStatus.DRAFT, 20, {}, [Need.UNFINISHED]),
        (EventStatus.DRAFT, 40, {}, []),
        (EventStatus.DRAFT, -1, {}, []),
        (EventStatus.POSTPONED, -1, {}, [Need.NEW_DATE]),
        (EventStatus.PUBLISHED, 3, {"taken_count": 9, "capacity": 10}, [Need.NEARLY_FULL]),
        (EventStatus.PUBLISHED, 3, {"taken_count": 8, "capacity": 10}, []),
        (EventStatus.PUBLISHED, 3, {"taken_count": 10, "capacity": 10, "waiting_count": 2}, [Need.PEOPLE_WAIT]),
        (EventStatus.PUBLISHED, -3, {"taken_count": 10, "capacity": 10, "waiting_count": 2}, []),
        (EventStatus.PUBLISHED, 3, {"taken_count": 90}, []),
    ],
)
def test_an_entry_wants_something_while_it_helps(
    event: Event, status: EventStatus, days: int, numbers: dict[str, int], needs: list[Need]
) -> None:
    assert [each.need for each in to_dos([entry(event, status, days, **numbers)], set(), today=TODAY)] == needs


def test_what_was_given_back_comes_first_and_who_asks_to_join_is_named_by_the_event(event: Event) -> None:
    full = entry(event, EventStatus.PUBLISHED, 3, taken_count=10, capacity=10)
    returned = entry(event, EventStatus.RETURNED, 30)

    found = to_dos([full, returned], {full.event.id}, today=TODAY)

    assert [each.need for each in found] == [Need.RETURNED, Need.ASKED_TO_JOIN, Need.NEARLY_FULL]


def test_what_takes_place_within_a_week_is_soon(event: Event) -> None:
    entries = [entry(event, EventStatus.PUBLISHED, days) for days in (-1, 0, 7, 8)]

    assert soon([*entries, entry(event, EventStatus.CANCELLED, 1)], today=TODAY) == entries[1:3]


async def test_after_login_a_partner_reads_what_the_coordinator_said_and_which_call_is_open(
    web: httpx.AsyncClient, pool: Pool, loaded: Settings
) -> None:
    async with pool.acquire() as db, db.transaction():
        partner = await a_partner(db)
        coordination = await a_partner(db, "stabsstelle", role=Role.COORDINATOR)
        today = datetime.now(loaded.zone).date()
        await a_campaign(db, coordination, slug="woche", call_opens_on=today, call_closes_on=today + timedelta(days=9))
        draft = await draft_event(db, fields(title="Lesung"), organisation_id=partner.id, base_url=BASE_URL)
        await submit_event(db, draft.id, base_url=BASE_URL)
        why = ReturnFields(reason=ReturnReason.INCOMPLETE, note="Was kostet es?")
        await return_event(db, draft.id, why, base_url=BASE_URL)
        queued = await draft_event(db, fields(title="Fest"), organisation_id=partner.id, base_url=BASE_URL)
        await submit_event(db, queued.id, base_url=BASE_URL)

    english = {"Accept-Language": "en"}
    page = (await web.get("/portal", headers=session_of(partner, loaded) | english)).text
    at_coordination = (await web.get("/portal", headers=session_of(coordination, loaded) | english)).text

    assert "What needs doing now" in page
    assert "Was kostet es?" in page
    assert 'href="/portal/campaigns/woche"' in page
    assert "waits for your review" not in page
    assert "1 entry waits for your review" in at_coordination
    assert 'href="/portal/campaigns/woche"' not in at_coordination
