"""Those who come are reminded of each of their dates, when the organiser wants it, and once."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from msgspec import structs

from services.notify.commands.queue_reminders import queue_reminders
from services.notify.domain.quiet_hours import QuietHours
from services.notify.settings import Settings
from shared.database import Connection
from shared.messages.event_details import Conference
from shared.messages.events import EventState, EventStatus
from shared.messages.notify import MailState
from shared.messages.registration import (
    RegistrationCancelled,
    RegistrationFact,
    RegistrationWaiting,
    RosterState,
)
from tests.notify.given import BERLIN, a_registration, a_series, an_event, hear, send_all
from tests.notify.postmaster import Postmaster

NIGHT = QuietHours(begin=time(21), end=time(7))
STARTS_AT = datetime(2099, 10, 17, 18, tzinfo=BERLIN)
DAY_BEFORE = STARTS_AT - timedelta(days=1)
HOUR_BEFORE = STARTS_AT - timedelta(hours=1)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ONLINE: dict[str, Any] = {"online": True, "conference": Conference(url="https://meet.witten.example/fest")}


def a_roster(event: EventState, **changes: Any) -> RosterState:
    usual = {"version": 1, "is_open": True, "capacity": 20, "seats_taken": 2, "waiting_count": 0}
    state: dict[str, Any] = {"id": event.id, "event_id": event.id} | usual | changes
    return RosterState(**state)


def moved(event: EventState, by: timedelta, *, version: int = 2) -> EventState:
    [occurrence] = event.occurrences
    assert event.starts_at is not None
    assert event.ends_at is not None
    return structs.replace(
        event,
        version=version,
        starts_at=event.starts_at + by,
        ends_at=event.ends_at + by,
        occurrences=[structs.replace(occurrence, starts_at=occurrence.starts_at + by, ends_at=occurrence.ends_at + by)],
    )


def an_event_in(time_left: timedelta) -> EventState:
    event = an_event()
    starts_at = (datetime.now(UTC) + time_left).replace(second=0, microsecond=0)
    return moved(event, starts_at.astimezone(BERLIN) - STARTS_AT, version=1)


async def signed_up(
    db: Connection, settings: Settings, postmaster: Postmaster, event: EventState, *facts: RegistrationFact
) -> None:
    """These, or else Grace, who know of their places already."""
    grace = a_registration(event_id=event.id, said_at=LONG_AGO)
    await hear(db, settings, event, *(facts or (grace,)))
    await send_all(db, settings)
    postmaster.envelopes.clear()


async def reminded(db: Connection, settings: Settings, postmaster: Postmaster, now: datetime) -> list[str]:
    """Who is reminded when it is this late."""
    postmaster.envelopes.clear()
    for _ in range(2):
        await queue_reminders(db, quiet=NIGHT, now=now)
    await send_all(db, settings)
    return sorted(postmaster.recipients)


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


@pytest.mark.parametrize("status", [EventStatus.CANCELLED, EventStatus.POSTPONED])
async def test_nobody_is_reminded_of_what_does_not_take_place(
    db: Connection, settings: Settings, postmaster: Postmaster, status: EventStatus
) -> None:
    event = an_event()
    await signed_up(db, settings, postmaster, event)
    await hear(db, settings, structs.replace(event, version=2, status=status))

    await send_all(db, settings)

    assert await reminded(db, settings, postmaster, DAY_BEFORE) == []


async def test_when_a_date_moves_its_reminders_follow(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = an_event()
    await signed_up(db, settings, postmaster, event)
    assert len(await reminded(db, settings, postmaster, DAY_BEFORE)) == 1

    await hear(db, settings, moved(event, timedelta(days=7)))
    await send_all(db, settings)

    assert await reminded(db, settings, postmaster, DAY_BEFORE + timedelta(days=7) - MINUTE) == []
    assert len(await reminded(db, settings, postmaster, DAY_BEFORE + timedelta(days=7))) == 1
    assert "Saturday, 24 October" in postmaster.text()


async def test_who_is_just_being_told_that_the_date_moved_needs_no_reminder(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = an_event()
    await signed_up(db, settings, postmaster, event)
    await hear(db, structs.replace(settings, settling_seconds=300), moved(event, timedelta(hours=1)))

    assert await reminded(db, settings, postmaster, HOUR_BEFORE) == []


async def test_who_was_told_that_the_date_moved_after_the_new_moment_needs_no_reminder(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = an_event_in(timedelta(hours=30))
    await signed_up(db, settings, postmaster, event)
    await hear(db, settings, moved(event, timedelta(hours=-8)))
    await send_all(db, settings)

    assert await reminded(db, settings, postmaster, datetime.now(UTC)) == []


async def test_a_date_that_was_moved_before_the_mail_s_turn_is_not_reminded_of(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = an_event()
    await signed_up(db, settings, postmaster, event)
    await queue_reminders(db, quiet=NIGHT, now=DAY_BEFORE)
    await hear(db, settings, moved(event, timedelta(days=7)))

    assert sorted(await send_all(db, settings)) == [MailState.SENT, MailState.SKIPPED]
    assert [mail["Subject"] for mail in postmaster.mails] == ["Changed: Fest der Nachbarn"]


async def test_what_has_begun_is_not_reminded_of(db: Connection, settings: Settings, postmaster: Postmaster) -> None:
    await signed_up(db, settings, postmaster, an_event())

    assert await reminded(db, settings, postmaster, STARTS_AT) == []


async def test_a_reminder_whose_turn_comes_after_the_start_is_not_sent(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    await signed_up(db, settings, postmaster, an_event_in(timedelta(minutes=-5)))
    await queue_reminders(db, quiet=NIGHT, now=datetime.now(UTC) - timedelta(minutes=10))

    assert await send_all(db, settings) == [MailState.SKIPPED]


async def test_a_date_that_went_to_another_event_is_reminded_of_there(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    series = a_series(2)
    first, second = series.occurrences
    await signed_up(
        db, settings, postmaster, series, a_registration(event_id=series.id, roster_id=second.id, said_at=LONG_AGO)
    )
    rest = structs.replace(a_series(2), occurrences=[second], title="Fest im Park", changed_at=datetime.now(UTC))
    await hear(db, settings, rest, structs.replace(series, version=2, occurrences=[first]))
    await send_all(db, settings)

    assert len(await reminded(db, settings, postmaster, DAY_BEFORE + timedelta(weeks=1))) == 1
    assert postmaster.mails[0]["Subject"] == "Reminder: Fest im Park"
