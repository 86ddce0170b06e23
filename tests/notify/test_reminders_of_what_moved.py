"""Reminders follow their date; nobody is reminded of what does not take place, or of what they were told just now."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec import structs

from services.notify.commands.queue_reminders import queue_reminders
from services.notify.settings import Settings
from shared.database import Connection
from shared.messages.events import EventStatus
from shared.messages.notify import MailState
from tests.notify.given import a_registration, a_series, an_event, hear, send_all
from tests.notify.postmaster import Postmaster
from tests.notify.reminded import (
    DAY_BEFORE,
    HOUR_BEFORE,
    LONG_AGO,
    MINUTE,
    NIGHT,
    STARTS_AT,
    an_event_in,
    moved,
    reminded,
    signed_up,
)


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
