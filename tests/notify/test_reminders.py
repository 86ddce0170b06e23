"""Those who come are reminded of each of their dates, when the organiser wants it, and once."""

import asyncio
from datetime import timedelta
from uuid import uuid4

from services.notify.settings import Settings
from services.notify.worker import work_of
from shared.database import Connection, Pool
from shared.messages.registration import (
    RegistrationCancelled,
    RegistrationWaiting,
)
from tests.notify.given import a_registration, a_series, an_event, hear
from tests.notify.postmaster import Postmaster
from tests.notify.reminded import (
    DAY_BEFORE,
    HOUR_BEFORE,
    LONG_AGO,
    MINUTE,
    ONLINE,
    STARTS_AT,
    a_roster,
    an_event_in,
    reminded,
    signed_up,
)


async def test_the_day_before_one_reads_when_where_and_how_to_cancel(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = an_event()
    await signed_up(db, settings, postmaster, event)

    assert await reminded(db, settings, postmaster, DAY_BEFORE - MINUTE) == []
    assert await reminded(db, settings, postmaster, DAY_BEFORE) == ["grace@people.example"]
    assert postmaster.mails[0]["Subject"] == "Reminder: Fest der Nachbarn"
    for text in (
        "Saturday, 17 October 2099, 18:00",
        "Saalbau, Bergerstraße 25",
        "I cannot come:\nhttps://win.example/r",
    ):
        assert text in postmaster.text()
    assert await reminded(db, settings, postmaster, HOUR_BEFORE) == []


async def test_online_one_is_reminded_an_hour_before_as_well_and_reads_how_to_join(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    await signed_up(db, settings, postmaster, an_event(**ONLINE))

    assert len(await reminded(db, settings, postmaster, DAY_BEFORE)) == 1
    assert await reminded(db, settings, postmaster, HOUR_BEFORE - MINUTE) == []
    assert len(await reminded(db, settings, postmaster, HOUR_BEFORE)) == 1
    assert "https://meet.witten.example/fest" in postmaster.text()


async def test_the_organiser_chooses_when(db: Connection, settings: Settings, postmaster: Postmaster) -> None:
    event = an_event()
    await hear(db, settings, a_roster(event, reminder_hours=[720, 2]))
    await signed_up(db, settings, postmaster, event)

    for hours, count in ((721, 0), (720, 1), (24, 0), (2, 1), (1, 0)):
        assert len(await reminded(db, settings, postmaster, STARTS_AT - timedelta(hours=hours))) == count


async def test_without_reminders_nobody_is_reminded(db: Connection, settings: Settings, postmaster: Postmaster) -> None:
    event = an_event(**ONLINE)
    await hear(db, settings, a_roster(event, reminder_hours=[]))
    await signed_up(db, settings, postmaster, event)

    assert await reminded(db, settings, postmaster, STARTS_AT - MINUTE) == []


async def test_of_several_that_are_due_at_once_one_comes(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    await signed_up(db, settings, postmaster, an_event(**ONLINE))

    assert await reminded(db, settings, postmaster, STARTS_AT - MINUTE) == ["grace@people.example"]


async def test_only_those_who_come_and_can_be_reached_are_reminded(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = an_event()
    gone = a_registration(event_id=event.id, email="gone@people.example", said_at=LONG_AGO)
    await signed_up(
        db,
        settings,
        postmaster,
        event,
        gone,
        a_registration(event_id=event.id, email="comes@people.example", said_at=LONG_AGO),
        a_registration(event_id=event.id, email="", said_at=LONG_AGO),
        a_registration(
            RegistrationWaiting, event_id=event.id, email="waits@people.example", waiting_position=1, said_at=LONG_AGO
        ),
        a_registration(
            RegistrationCancelled, registration_id=gone.registration_id, event_id=event.id, email="gone@people.example"
        ),
    )

    assert await reminded(db, settings, postmaster, DAY_BEFORE) == ["comes@people.example"]


async def test_who_got_a_place_after_that_moment_is_not_reminded_of_it(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = an_event()
    early, late = (
        a_registration(event_id=event.id, email=f"{name}@people.example", said_at=said_at)
        for name, said_at in (("early", DAY_BEFORE - MINUTE), ("late", DAY_BEFORE + MINUTE))
    )
    await signed_up(db, settings, postmaster, event, early, late)

    assert await reminded(db, settings, postmaster, DAY_BEFORE + 2 * MINUTE) == ["early@people.example"]


async def test_each_date_of_a_booking_has_its_own_reminder(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    course, booking_id = a_series(2), uuid4()
    facts = [
        a_registration(event_id=course.id, roster_id=each.id, booking_id=booking_id, booking_size=2, said_at=LONG_AGO)
        for each in course.occurrences
    ]
    await signed_up(db, settings, postmaster, course, *facts)

    for day in ("Saturday, 17 October", "Saturday, 24 October"):
        now = DAY_BEFORE if "17" in day else DAY_BEFORE + timedelta(weeks=1)
        assert len(await reminded(db, settings, postmaster, now)) == 1
        assert day in postmaster.text()


async def test_two_workers_remind_each_once(pool: Pool, settings: Settings) -> None:
    event = an_event_in(timedelta(minutes=30))
    facts = [a_registration(event_id=event.id, email=f"p{each}@people.example", said_at=LONG_AGO) for each in range(20)]
    async with pool.acquire() as db:
        await hear(db, settings, event, *facts)

    [job] = [job for job in work_of(settings).jobs if job.name == "queue-reminders"]

    async def run() -> None:
        async with pool.acquire() as db, db.transaction():
            await job.run_once(db)

    await asyncio.gather(*(run() for _ in range(4)))

    assert await pool.fetchval("SELECT count(*) FROM mails WHERE kind = 'reminder'") == 20
