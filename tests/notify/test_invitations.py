"""What happens to a sign-up happens to the entry in the person's calendar, in whatever order the mails arrive."""

import asyncio
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from itertools import islice, permutations
from typing import Any
from uuid import uuid4

import pytest

from services.notify.settings import Settings
from services.notify.smtp import Conversation
from shared.database import Connection, Pool
from shared.messages import Message
from shared.messages.notify import MailState
from shared.messages.registration import (
    RegistrationCancelled,
    RegistrationChanged,
    RegistrationExpired,
    RegistrationPending,
    RegistrationStatus,
    RegistrationWaiting,
)
from tests.notify.given import hear, send, send_all, take_one
from tests.notify.own_calendar import OwnCalendar
from tests.notify.postmaster import Postmaster
from tests.notify.series import moved, settle
from tests.notify.situations import (
    EVENING,
    GRACE,
    LATER,
    MOVED,
    NEXT,
    SERIES,
    SITUATIONS,
    UNTIL,
    at,
    day,
    of_series,
    passed_on,
    rendered,
    said,
)

MOST_ORDERS = 24


async def mails_of(
    db: Connection, settings: Settings, postmaster: Postmaster, steps: list[list[Message]]
) -> list[EmailMessage]:
    for messages in steps:
        await hear(db, settings, *messages)
        # What goes to another event is told after that one has settled too.
        for _ in range(2):
            await settle(db)
            await send_all(db, settings)
    return postmaster.mails


@pytest.mark.parametrize(("steps", "expected"), SITUATIONS.values(), ids=SITUATIONS)
async def test_the_calendar_shows_what_is_true(
    db: Connection, settings: Settings, postmaster: Postmaster, steps: list[list[Message]], expected: list[int]
) -> None:
    mails = await mails_of(db, settings, postmaster, steps)

    for order in islice(permutations(mails), MOST_ORDERS):
        shown = OwnCalendar(GRACE).take(*order, *order).shown
        assert [start for start, _ in shown] == [day(number) for number in expected]


NEVER_THERE: dict[str, list[list[Message]]] = {
    "who only waited": [[EVENING, said(RegistrationWaiting, waiting_position=1)], [said(RegistrationCancelled)]],
    "whose address was not proven": [
        [EVENING, said(RegistrationPending, held_until=UNTIL)],
        [said(RegistrationExpired, was=RegistrationStatus.PENDING)],
    ],
    "who cancelled before the first mail went": [[EVENING, said(), said(RegistrationCancelled)]],
}


@pytest.mark.parametrize("steps", NEVER_THERE.values(), ids=NEVER_THERE)
async def test_nothing_is_taken_from_a_calendar_where_nothing_is(
    db: Connection, settings: Settings, postmaster: Postmaster, steps: list[list[Message]]
) -> None:
    mails = await mails_of(db, settings, postmaster, steps)

    assert mails
    assert OwnCalendar(GRACE).take(*mails).messages == 0


async def test_what_an_entry_does_not_show_leaves_it_alone(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    steps: list[list[Message]] = [
        [EVENING, said()],
        [said(RegistrationChanged, **MOVED | {"previous_party_size": 5})],
        [rendered(EVENING, join_details="Code 7")],
    ]
    mails = await mails_of(db, settings, postmaster, steps)

    assert len(mails) == 3
    assert OwnCalendar(GRACE).take(*mails).messages == 1


async def test_what_is_changed_back_before_it_was_told_is_changed_back_in_the_calendar_too(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    await mails_of(db, settings, postmaster, [[EVENING, said(RegistrationWaiting, waiting_position=1)]])
    await hear(db, settings, LATER, said())
    await db.execute("UPDATE pending_changes SET due_at = 'infinity'")
    await send_all(db, settings)
    assert OwnCalendar(GRACE).take(*postmaster.mails).shown == [(day(1), EVENING.title)]

    mails = await mails_of(db, settings, postmaster, [[at(LATER, 0)]])

    assert OwnCalendar(GRACE).take(*mails).shown == [(day(0), EVENING.title)]


async def test_who_has_another_address_by_now_gets_the_entry_there(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    steps: list[list[Message]] = [
        [EVENING, said()],
        [said(RegistrationChanged, **MOVED, by_organiser=True, email=NEXT)],
        [said(RegistrationCancelled, email=NEXT)],
    ]
    mails = await mails_of(db, settings, postmaster, steps)

    assert OwnCalendar(NEXT).take(*mails[:2]).shown == [(day(0), EVENING.title)]
    assert OwnCalendar(NEXT).take(*mails).shown == []


async def test_a_confirmation_that_is_sent_again_brings_the_entry_again(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    mails = await mails_of(db, settings, postmaster, [[EVENING, said()], [said()]])

    assert OwnCalendar(GRACE).take(mails[1]).shown == [(day(0), EVENING.title)]
    assert OwnCalendar(GRACE).take(*mails).messages == 2


async def test_a_place_that_was_passed_on_is_in_the_calendar_of_the_other(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    mails = await mails_of(db, settings, postmaster, [[EVENING, said()], [passed_on(NEXT, by=GRACE)], [LATER]])

    assert OwnCalendar(GRACE).take(*mails).shown == []
    assert OwnCalendar(NEXT).take(*mails).shown == [(day(1), EVENING.title)]


@pytest.fixture
def booked() -> list[Any]:
    """All three dates of the series, signed up for in one go."""
    together: dict[str, Any] = {"booking_id": uuid4(), "booking_size": 3, "said_at": datetime.now(UTC)}
    return [of_series(number=number, registration_id=uuid4(), **together) for number in range(3)]


def cancelled(fact: Any) -> Any:
    same = {"registration_id": fact.registration_id, "event_id": fact.event_id, "roster_id": fact.roster_id}
    return said(RegistrationCancelled, **same)


async def test_dates_that_came_in_one_file_are_moved_and_cancelled_one_by_one(
    db: Connection, settings: Settings, postmaster: Postmaster, booked: list[Any]
) -> None:
    later = rendered(SERIES, occurrences=moved(SERIES, 0), sequence=5)
    mails = await mails_of(db, settings, postmaster, [[SERIES, *booked], [later], [cancelled(booked[1])]])

    assert [file.get_content_type() for file in mails[0].iter_attachments()] == ["text/calendar"]
    for order in permutations(mails):
        shown = OwnCalendar(GRACE).take(*order).shown
        assert [start for start, _ in shown] == [day(0) + timedelta(hours=1), day(14)]
    assert OwnCalendar(GRACE).take(*mails).messages == 2


async def test_what_is_cancelled_while_its_entry_is_on_the_way_is_taken_away_after_it(
    pool: Pool, settings: Settings, postmaster: Postmaster, booked: list[Any]
) -> None:
    postmaster.seconds_to_answer = 0.3
    conversation = Conversation(settings)
    async with pool.acquire() as db, pool.acquire() as other:
        await hear(db, settings, SERIES, *booked)
        entry = await take_one(db, sender=1)
        assert entry is not None
        sending = asyncio.create_task(send(db, conversation, entry, settings))
        await postmaster.asked.wait()
        await hear(other, settings, cancelled(booked[1]))
        assert await take_one(other, sender=2, per_domain=2) is None

        assert await sending is MailState.SENT
        assert await send_all(other, settings) == [MailState.SENT]
    await conversation.close()
    shown = OwnCalendar(GRACE).take(*postmaster.mails).shown
    assert [start for start, _ in shown] == [day(0), day(14)]
