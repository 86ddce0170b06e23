"""Dates that were signed up for in one go are told in one mail, with one file for the calendar."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any
from uuid import uuid4

import pytest

from services.notify.settings import Settings
from shared.database import Connection
from shared.messages.events import EventState
from shared.messages.notify import MailState
from shared.messages.registration import (
    RegistrationCancelled,
    RegistrationConfirmed,
    RegistrationFact,
    RegistrationPending,
    RegistrationRepeated,
    RegistrationStatus,
    RegistrationWaiting,
)
from tests.notify.given import a_registration, a_series, hear, rows, send_all
from tests.notify.postmaster import Postmaster
from tests.notify.series import entries_in
from tests.notify.test_held_places import UNTIL

SAID_AT = datetime.now(UTC)
LATER = {"said_at": SAID_AT + timedelta(minutes=5)}


def booked(event: EventState, number: int, fact_type: type[RegistrationFact], **changes: Any) -> Any:
    """One of the three dates that were signed up for together."""
    fact = {
        "event_id": event.id,
        "roster_id": event.occurrences[number].id,
        "booking_id": event.id,
        "booking_size": 3,
        "said_at": SAID_AT,
        "link": f"https://win.example/registrations/{number}",
    }
    return a_registration(fact_type, **fact | changes)


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_a_whole_course_is_one_mail_that_lists_each_date_and_how_it_stands(
    db: Connection, settings: Settings, postmaster: Postmaster, order: tuple[int, ...]
) -> None:
    event = a_series()
    facts = [
        booked(event, 0, RegistrationConfirmed),
        booked(event, 1, RegistrationWaiting, waiting_position=4),
        booked(event, 2, RegistrationConfirmed),
    ]

    await hear(db, settings, event, *(facts[number] for number in order), facts[0])

    assert await send_all(db, settings) == [MailState.SENT]
    assert postmaster.mails[0]["Subject"] == "Your dates: Fest der Nachbarn"
    assert (
        "Saturday, 17 October 2099, 18:00 – 20:00: You have a place\n"
        "Saturday, 24 October 2099, 18:00 – 20:00: You are on the waiting list (Position: 4)\n"
        "Saturday, 31 October 2099, 18:00 – 20:00: You have a place\n"
    ) in postmaster.text()
    assert [entry["UID"] for entry in entries_in(postmaster)] == [str(facts[each].registration_id) for each in (0, 2)]


async def test_no_mail_goes_before_all_dates_were_heard_of(db: Connection, settings: Settings) -> None:
    event = a_series()

    await hear(db, settings, event, booked(event, 0, RegistrationConfirmed), booked(event, 1, RegistrationConfirmed))

    assert await rows(db) == []


async def test_a_booking_is_proven_once_and_then_told_once(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = a_series()
    registrations = [uuid4() for _ in range(3)]
    pending = [
        booked(event, number, RegistrationPending, registration_id=each, held_until=UNTIL)
        for number, each in enumerate(registrations)
    ]
    confirmed = [
        booked(event, number, RegistrationConfirmed, registration_id=each, **LATER)
        for number, each in enumerate(registrations)
    ]

    await hear(db, settings, event, *pending)
    assert await send_all(db, settings) == [MailState.SENT]
    await hear(db, settings, *confirmed[:2])
    assert await send_all(db, settings) == []
    await hear(db, settings, confirmed[2])
    assert await send_all(db, settings) == [MailState.SENT]

    assert [mail["Subject"] for mail in postmaster.mails] == [
        "Please confirm your address: Fest der Nachbarn",
        "Your dates: Fest der Nachbarn",
    ]
    assert "held until Friday, 16 October 2099, 14:30." in postmaster.text(0)
    assert len(entries_in(postmaster, 1)) == 3


async def test_what_happens_to_one_of_the_dates_later_is_a_mail_of_its_own(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = a_series()
    facts = [booked(event, number, RegistrationConfirmed) for number in range(3)]
    await hear(db, settings, event, *facts)
    await send_all(db, settings)

    same = {"registration_id": facts[1].registration_id, "booking_size": 1, **LATER}
    await hear(db, settings, booked(event, 1, RegistrationCancelled, **same))
    await send_all(db, settings)

    assert postmaster.mails[1]["Subject"] == "Sign-up cancelled: Fest der Nachbarn"
    assert "When: Saturday, 24 October 2099" in postmaster.text(1)


async def test_a_booking_that_was_cancelled_before_its_mail_went_is_not_told(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = a_series()
    facts = [booked(event, number, RegistrationConfirmed) for number in range(3)]
    cancelled = [
        booked(event, number, RegistrationCancelled, registration_id=fact.registration_id, booking_size=1, **LATER)
        for number, fact in enumerate(facts)
    ]
    await hear(db, settings, event, *facts, *cancelled)

    assert sorted(await send_all(db, settings)) == [*[MailState.SENT] * 3, MailState.SKIPPED]
    assert "Sign-up cancelled" in postmaster.mails[0]["Subject"]


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_dates_that_wait_and_dates_to_be_proven_are_one_mail_each_time(
    db: Connection, settings: Settings, postmaster: Postmaster, order: tuple[int, ...]
) -> None:
    event = a_series()
    registrations = [uuid4() for _ in range(3)]
    asked = [
        booked(event, 0, RegistrationPending, registration_id=registrations[0], held_until=UNTIL),
        booked(event, 1, RegistrationWaiting, registration_id=registrations[1], waiting_position=2),
        booked(event, 2, RegistrationPending, registration_id=registrations[2], held_until=UNTIL),
    ]
    proven = [
        booked(event, each, RegistrationConfirmed, registration_id=registrations[each], booking_size=2, **LATER)
        for each in (0, 2)
    ]

    await hear(db, settings, event, *(asked[number] for number in order))
    assert await send_all(db, settings) == [MailState.SENT]
    for fact in proven:
        assert len(await rows(db)) == 1
        await hear(db, settings, fact)
    assert await send_all(db, settings) == [MailState.SENT]

    assert "held until Friday, 16 October 2099, 14:30." in postmaster.text(0)
    assert postmaster.text(0).count("Your address is not confirmed yet") == 2
    assert postmaster.text(1).count("You have a place") == 2
    assert postmaster.text(1).count("You are on the waiting list (Position: 2)") == 1


async def test_a_course_that_somebody_signs_up_for_again_is_one_mail_too(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = a_series()
    facts = [booked(event, number, RegistrationConfirmed) for number in range(3)]
    again = [
        booked(
            event,
            number,
            RegistrationRepeated,
            registration_id=fact.registration_id,
            status=RegistrationStatus.CONFIRMED,
            **LATER,
        )
        for number, fact in enumerate(facts)
    ]

    await hear(db, settings, event, *facts, *again)
    await send_all(db, settings)

    assert [mail["Subject"] for mail in postmaster.mails] == ["Your dates: Fest der Nachbarn"] * 2
