"""The morning after, those who came are asked how it was, where the organiser wants to know."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from services.registration.commands.apply_settings import apply_settings
from services.registration.commands.ask_how_it_was import ask_how_it_was
from services.registration.commands.erase_registrations import erase_registrations
from services.registration.domain.opinion import asked_from
from services.registration.settings import Settings
from services.registration.tables import rosters
from services.registration.worker import work_of
from shared.database import Connection, Pool
from shared.messages.event_details import OccurrenceStatus
from shared.messages.events import EventState, EventStatus
from shared.messages.registration import HowItWasAsked
from shared.settings import load
from tests.registration.given import (
    BASE_URL,
    NEXT_WEEK,
    an_open_event,
    asking,
    changed,
    heard,
    roster_of,
    signed_up,
    told,
)

# The event begins at noon in UTC.
MORNING_AFTER = NEXT_WEEK + timedelta(days=1) - timedelta(hours=2)


async def an_event_that_asks(db: Connection, *emails: str, **changes: Any) -> EventState:
    event = await an_open_event(db, **changes)
    await apply_settings(db, event.id, await asking(db, event, asks_how_it_was=True), base_url=BASE_URL)
    for email in emails:
        await signed_up(db, event, email, 2)
    return event


async def asked(db: Connection, now: datetime = MORNING_AFTER) -> list[str]:
    """Who has been asked by then."""
    await ask_how_it_was(db, base_url=BASE_URL, now=now)
    return sorted(fact.email for fact in await told(db, HowItWasAsked))


async def came(db: Connection, event: EventState, *emails: str) -> None:
    """As the door counts; the others were missed since."""
    await db.execute(
        "UPDATE registrations SET status = CASE WHEN email = ANY($1) THEN 'attended' ELSE 'missed' END", list(emails)
    )
    await rosters.keep(db, replace(await roster_of(db, event), attended_count=len(emails)))


async def test_where_nobody_was_counted_all_who_had_places_are_asked_once_at_ten(db: Connection) -> None:
    await an_event_that_asks(db, "ada@a.example", "bob@a.example")

    assert await asked(db, MORNING_AFTER - timedelta(seconds=1)) == []
    for _ in range(2):
        assert await asked(db) == ["ada@a.example", "bob@a.example"]
    assert len({fact.link for fact in await told(db, HowItWasAsked)}) == 2


async def test_where_somebody_was_counted_only_those_who_came_are_asked(db: Connection) -> None:
    event = await an_event_that_asks(db, "ada@a.example", "bob@a.example")
    await came(db, event, "bob@a.example")

    assert await asked(db) == ["bob@a.example"]
    assert [fact.status for fact in await told(db, HowItWasAsked)] == ["attended"]


async def test_who_waited_cancelled_or_gave_a_number_only_is_not_asked(db: Connection) -> None:
    event = await an_event_that_asks(db, "gone@a.example", "comes@a.example", capacity=5)
    await db.execute(
        "UPDATE registrations SET status = 'cancelled', cancelled_at = now() WHERE email = 'gone@a.example'"
    )
    await signed_up(db, event, "", 1, phone="+49 2302 25551")
    await signed_up(db, event, "waits@a.example", 5)

    assert await asked(db) == ["comes@a.example"]


async def test_who_is_forgotten_is_not_asked(db: Connection) -> None:
    event = await an_event_that_asks(db)
    reply = await signed_up(db, event, "ada@a.example")
    await erase_registrations(db, [reply.registration_id], now=NEXT_WEEK)

    assert await asked(db) == []


async def test_who_agreed_to_a_notice_that_says_nothing_of_it_is_not_asked(db: Connection) -> None:
    event = await an_event_that_asks(db, "ada@a.example")
    await signed_up(db, event, "bob@a.example", notice_version=1)

    assert await asked(db) == ["ada@a.example"]


async def test_nobody_is_asked_unless_the_organiser_wants_it(db: Connection) -> None:
    event = await an_open_event(db)
    await signed_up(db, event, "ada@a.example")

    assert await asked(db) == []


@pytest.mark.parametrize("status", [EventStatus.CANCELLED, EventStatus.POSTPONED])
async def test_nobody_is_asked_about_what_did_not_take_place(db: Connection, status: EventStatus) -> None:
    event = await an_event_that_asks(db, "ada@a.example")
    await heard(db, changed(event, status=status))

    assert await asked(db) == []


async def test_nobody_is_asked_about_a_date_that_was_cancelled(db: Connection) -> None:
    event = await an_event_that_asks(db, "ada@a.example")
    [occurrence] = event.occurrences
    await heard(db, changed(event, occurrences=[replace(occurrence, status=OccurrenceStatus.CANCELLED)]))

    assert await asked(db) == []


async def test_those_of_a_sold_out_event_are_asked_too(db: Connection) -> None:
    event = await an_event_that_asks(db, "ada@a.example")
    await heard(db, changed(event, is_sold_out=True))

    assert await asked(db) == ["ada@a.example"]


async def test_when_days_have_passed_nobody_is_asked_any_more(db: Connection) -> None:
    await an_event_that_asks(db, "ada@a.example")

    assert await asked(db, MORNING_AFTER + timedelta(days=3)) == []


@pytest.mark.parametrize(
    ("ends_at", "morning"),
    [
        ("2026-06-10T20:00", "2026-06-11T10:00"),
        # Midnight still belongs to the day before, as the end of a whole day does.
        ("2026-06-11T00:00", "2026-06-11T10:00"),
        ("2026-06-11T01:00", "2026-06-12T10:00"),
        # The clocks are set back in that night.
        ("2026-10-24T20:00", "2026-10-25T10:00"),
    ],
)
async def test_it_is_ten_in_the_morning_where_the_date_was(db: Connection, ends_at: str, morning: str) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    roster = replace(
        await roster_of(db, await an_open_event(db)),
        time_zone=berlin.key,
        ends_at=datetime.fromisoformat(ends_at).replace(tzinfo=berlin).astimezone(UTC),
    )

    assert asked_from(roster).replace(tzinfo=None) == datetime.fromisoformat(morning)


async def test_two_workers_ask_each_once(pool: Pool, environment: dict[str, str]) -> None:
    async with pool.acquire() as db, db.transaction():
        await an_event_that_asks(db, *(f"p{each}@a.example" for each in range(4)), capacity=20)
    over = datetime.now(UTC) - timedelta(days=2)
    await pool.execute("UPDATE rosters SET starts_at = $1, ends_at = $1", over)
    work = work_of(load(Settings, "registration", environment))
    [job] = [job for job in work.jobs if job.name == "ask-how-it-was"]

    async def run() -> None:
        async with pool.acquire() as db, db.transaction():
            await job.run_once(db)

    await asyncio.gather(*(run() for _ in range(4)))

    async with pool.acquire() as db:
        assert len(await told(db, HowItWasAsked)) == 4
