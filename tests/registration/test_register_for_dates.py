"""Several dates at once, or the whole course: one registration on each, told of as one booking."""

import asyncio
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from services.registration.commands.register import Date, register
from services.registration.commands.register_for_dates import Booking, register_for_dates
from services.registration.domain.admission import Ask
from services.registration.domain.refusals import EventCancelled
from services.registration.domain.registration import DateReply
from services.registration.domain.roster import RegistrationClosed
from services.registration.domain.sign_up_settings import BookingKind
from services.registration.rush import Rush
from services.registration.tables import rosters
from shared.database import Connection, Pool
from shared.messages.event_details import Occurrence, OccurrenceStatus
from shared.messages.events import EventState, EventStatus
from shared.messages.registration import RegistrationConfirmed, RegistrationRepeated, RegistrationWaiting, RosterState
from shared.problems import Invalid, NotFound
from tests.registration.given import (
    BASE_URL,
    NOON,
    a_series,
    an_ask,
    an_event,
    asking,
    changed,
    heard,
    seats_and_waiting_of_all,
    signed_up_for,
    told,
)


def wall(date: Occurrence) -> datetime:
    return date.starts_at.replace(tzinfo=None)


async def booked(db: Connection, event: EventState, ask: Ask, *dates: Occurrence) -> list[DateReply]:
    """Booked these dates, or without any the whole course."""
    booking = Booking(event_id=event.id, dates=[wall(date) for date in dates], whole_course=not dates)
    return await register_for_dates(db, booking, ask, base_url=BASE_URL)


async def test_each_date_has_its_own_reply_and_roster(db: Connection) -> None:
    event = await heard(db, a_series(dates=3, capacity=2))
    first, second, third = event.occurrences
    await signed_up_for(db, event, second, "early@a.example", 2)

    replies = await booked(db, event, an_ask(party_size=2), third, first, second)

    assert [(reply.starts_at, reply.status, reply.waiting_position) for reply in replies] == [
        (wall(first), "confirmed", None),
        (wall(second), "waiting", 1),
        (wall(third), "confirmed", None),
    ]
    assert await seats_and_waiting_of_all(db, event) == {first.id: (2, 0), second.id: (2, 1), third.id: (2, 0)}


async def test_a_booking_is_told_of_as_one(db: Connection) -> None:
    event = await heard(db, a_series(dates=3, capacity=2))
    await signed_up_for(db, event, event.occurrences[1], "early@a.example", 2)
    ask = an_ask(party_size=2)

    await booked(db, event, ask)

    facts = [*(await told(db, RegistrationConfirmed))[1:], *await told(db, RegistrationWaiting)]
    assert [(fact.booking_id, fact.booking_size) for fact in facts] == [(ask.id, 3)] * 3
    assert len({fact.link for fact in facts}) == 3
    assert [state.id for state in await told(db, RosterState)][-3:] == [date.id for date in event.occurrences]


async def test_dates_that_are_booked_already_are_no_part_of_the_new_booking(db: Connection) -> None:
    event = await heard(db, a_series(dates=3, capacity=5))
    before = await signed_up_for(db, event, event.occurrences[0], "ada@witten.example")

    replies = await booked(db, event, an_ask())

    assert replies[0].registration_id == before.registration_id
    assert [fact.booking_size for fact in await told(db, RegistrationConfirmed)] == [1, 2, 2]
    assert len(await told(db, RegistrationRepeated)) == 1


async def test_a_course_that_somebody_books_again_is_told_of_as_one_too(db: Connection) -> None:
    event = await heard(db, a_series(dates=3, capacity=5))

    for _ in range(2):
        await booked(db, event, an_ask())

    facts = await told(db, RegistrationRepeated)
    assert [fact.booking_size for fact in facts] == [3, 3, 3]
    assert len({(fact.booking_id, fact.said_at) for fact in facts}) == 1


async def test_of_a_course_that_has_begun_one_gets_the_dates_to_come(db: Connection) -> None:
    event = await heard(db, a_series(dates=3, first=NOON - timedelta(days=1)))

    replies = await booked(db, event, an_ask())

    assert [reply.starts_at for reply in replies] == [wall(date) for date in event.occurrences[1:]]


async def test_a_course_leaves_out_its_cancelled_dates(db: Connection) -> None:
    series = a_series(dates=3)
    first, second, third = series.occurrences
    off = replace(second, status=OccurrenceStatus.CANCELLED)
    event = await heard(db, replace(series, occurrences=[first, off, third]))

    assert [reply.starts_at for reply in await booked(db, event, an_ask())] == [wall(first), wall(third)]


async def test_of_a_course_one_cannot_take_single_dates(db: Connection) -> None:
    event = await heard(db, a_series())
    await asking(db, event, booking=BookingKind.COURSE)
    first = event.occurrences[0]

    with pytest.raises(Invalid, match="whole_course"):
        await booked(db, event, an_ask(), first)
    with pytest.raises(Invalid, match="whole_course"):
        await register(db, Date(event_id=event.id, starts_at=wall(first)), an_ask(), base_url=BASE_URL)
    assert len(await booked(db, event, an_ask())) == 3


async def test_dates_that_cannot_be_had_are_named_and_nothing_is_booked(db: Connection) -> None:
    series = a_series(dates=4, first=NOON - timedelta(days=1))
    over, off, halted, fine = series.occurrences
    event = await heard(db, series)
    event = await heard(
        db, changed(event, occurrences=[over, replace(off, status=OccurrenceStatus.CANCELLED), halted, fine])
    )
    await db.execute("UPDATE rosters SET halted_at = now() WHERE id = $1", halted.id)
    no_date = replace(fine, starts_at=fine.starts_at + timedelta(hours=1))

    with pytest.raises(Invalid) as problem:
        await booked(db, event, an_ask(), over, off, halted, fine, no_date)

    assert {error.field for error in problem.value.errors} == {"dates"}
    assert [error.translated(str) for error in problem.value.errors] == [
        f"{wall(over):%Y-%m-%d %H:%M} is over.",
        f"{wall(off):%Y-%m-%d %H:%M} is cancelled.",
        f"One cannot sign up for {wall(halted):%Y-%m-%d %H:%M} at the moment.",
        f"There is no date at {wall(no_date):%Y-%m-%d %H:%M}.",
    ]
    assert await told(db, RegistrationConfirmed) == []


async def test_a_wrong_party_is_refused_for_all_dates(db: Connection) -> None:
    event = await heard(db, a_series(dates=3, capacity=2))

    with pytest.raises(Invalid, match="party_size"):
        await booked(db, event, an_ask(party_size=3))


async def test_a_course_that_is_off_says_so(db: Connection) -> None:
    event = await heard(db, a_series())
    await heard(db, changed(event, status=EventStatus.CANCELLED))

    with pytest.raises(EventCancelled):
        await booked(db, event, an_ask())


async def test_a_course_without_a_date_to_come_is_closed(db: Connection) -> None:
    event = await heard(db, a_series(dates=2, first=NOON - timedelta(days=10)))

    with pytest.raises(RegistrationClosed):
        await booked(db, event, an_ask())


async def test_a_course_nobody_may_know_of_is_not_there(db: Connection) -> None:
    with pytest.raises(NotFound):
        await booked(db, an_event(), an_ask())


async def test_the_same_booking_again_gets_the_same_replies_whatever_happened_meanwhile(db: Connection) -> None:
    event = await heard(db, a_series(dates=2, capacity=2))
    ask = an_ask(key="key")
    first = await booked(db, event, ask)
    await heard(db, changed(event, status=EventStatus.CANCELLED))
    messages = await db.fetchval("SELECT count(*) FROM outbox")

    assert await booked(db, event, replace(an_ask(key="key"), sign_up=ask.sign_up)) == first
    assert await db.fetchval("SELECT count(*) FROM outbox") == messages
    with pytest.raises(Invalid, match="Idempotency-Key"):
        await booked(db, event, replace(ask, body_digest="of another"))


async def test_courses_booked_at_once_beside_single_dates_get_each_place_once(pool: Pool) -> None:
    async with pool.acquire() as db:
        event = await heard(db, a_series(dates=3, capacity=5))
    rush = Rush(pool, base_url=BASE_URL)
    courses = [
        rush.register_for_dates(Booking(event_id=event.id, whole_course=True), an_ask(f"{number}@a.example"))
        for number in range(6)
    ]
    singles = [
        rush.register(Date(event_id=event.id, starts_at=wall(date)), an_ask(f"single{number}@a.example"))
        for date in event.occurrences
        for number in range(3)
    ]

    await asyncio.gather(*courses, *singles)

    async with pool.acquire() as db:
        assert await seats_and_waiting_of_all(db, event) == {date.id: (5, 4) for date in event.occurrences}
        assert all(roster.seats_left == 0 for roster in await rosters.list_of_event(db, event.id))
