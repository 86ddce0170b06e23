"""Cancelling, and who gets an offer then."""

from datetime import timedelta
from uuid import uuid4

import pytest
from msgspec.structs import replace

from services.registration.commands.cancel_for_people import cancel_for_people
from services.registration.commands.cancel_registration import cancel_registration
from services.registration.domain.changes import RegistrationEnded
from services.registration.domain.registration import Registration, Reply
from shared.database import Connection
from shared.messages.events import EventStatus
from shared.messages.registration import RegistrationCancelled, RegistrationOffered, RosterState
from shared.problems import NotFound
from tests.registration.given import (
    BASE_URL,
    an_open_event,
    changed,
    heard,
    seats_and_waiting,
    signed_up,
    statuses,
    told,
)


async def cancelled(db: Connection, answer: Reply) -> Registration:
    return await cancel_registration(db, answer.registration_id, base_url=BASE_URL)


async def test_freed_seats_are_offered_to_the_first_that_fit(db: Connection) -> None:
    event = await an_open_event(db, capacity=3)
    leaving = await signed_up(db, event, "ada@a.example", 2)
    await signed_up(db, event, "bob@a.example", 1)
    await signed_up(db, event, "three@a.example", 3)
    await signed_up(db, event, "one@a.example", 1)
    await signed_up(db, event, "two@a.example", 2)
    await signed_up(db, event, "last@a.example", 1)

    await cancelled(db, leaving)

    assert await statuses(db, event) == {
        "ada@a.example": "cancelled",
        "bob@a.example": "confirmed",
        "three@a.example": "waiting",
        "one@a.example": "offered",
        "two@a.example": "waiting",
        "last@a.example": "offered",
    }
    assert await seats_and_waiting(db, event) == (3, 2)
    assert [fact.email for fact in await told(db, RegistrationOffered)] == ["one@a.example", "last@a.example"]


async def test_cancelling_is_told_once_and_a_second_time_does_nothing(db: Connection) -> None:
    event = await an_open_event(db)
    answer = await signed_up(db, event, "ada@a.example", 2)

    first, again = await cancelled(db, answer), await cancelled(db, answer)

    assert (first.status, again.status, again.cancelled_at) == ("cancelled", "cancelled", first.cancelled_at)
    [fact] = await told(db, RegistrationCancelled)
    assert (fact.email, fact.party_size) == ("ada@a.example", 2)
    assert [state.seats_taken for state in await told(db, RosterState)] == [0, 2, 0]


async def test_who_waits_can_leave_the_list(db: Connection) -> None:
    event = await an_open_event(db, capacity=1)
    await signed_up(db, event, "ada@a.example")
    waiting = await signed_up(db, event, "bob@a.example")

    await cancelled(db, waiting)

    assert await seats_and_waiting(db, event) == (1, 0)


async def test_nobody_gets_an_offer_for_an_event_that_is_off(db: Connection) -> None:
    event = await an_open_event(db, capacity=1)
    leaving = await signed_up(db, event, "ada@a.example")
    await signed_up(db, event, "bob@a.example")
    await heard(db, changed(event, status=EventStatus.CANCELLED))

    await cancelled(db, leaving)

    assert await statuses(db, event) == {"ada@a.example": "cancelled", "bob@a.example": "waiting"}


async def test_nobody_gets_an_offer_once_the_event_has_begun(db: Connection) -> None:
    event = await an_open_event(db, capacity=1)
    leaving = await signed_up(db, event, "ada@a.example")
    await signed_up(db, event, "bob@a.example")
    [date] = event.occurrences
    await heard(db, changed(event, occurrences=[replace(date, starts_at=date.starts_at - timedelta(days=8))]))

    await cancelled(db, leaving)

    assert (await statuses(db, event))["bob@a.example"] == "waiting"


async def test_seats_above_a_lowered_capacity_are_not_given_again(db: Connection) -> None:
    event = await an_open_event(db, capacity=4)
    first, second = [await signed_up(db, event, f"{name}@a.example", 2) for name in ("ada", "bob")]
    await signed_up(db, event, "cem@a.example", 1)
    await heard(db, changed(event, capacity=2))

    await cancelled(db, first)
    assert await seats_and_waiting(db, event) == (2, 1)
    await cancelled(db, second)
    assert await seats_and_waiting(db, event) == (1, 0)


async def test_an_organiser_cancels_with_a_reason_that_people_are_told(db: Connection) -> None:
    event = await an_open_event(db)
    answer = await signed_up(db, event, "ada@a.example", 2)

    first, again = [
        await cancel_for_people(db, answer.registration_id, reason=reason, base_url=BASE_URL)
        for reason in ("The room is too small.", "Another one")
    ]

    assert (first.cancel_reason, again.cancel_reason) == ("The room is too small.", "The room is too small.")
    [fact] = await told(db, RegistrationCancelled)
    assert (fact.reason, fact.by_organiser) == ("The room is too small.", True)


async def test_who_came_cannot_be_cancelled_any_more(db: Connection) -> None:
    event = await an_open_event(db)
    answer = await signed_up(db, event, "ada@a.example", 2)
    await db.execute("UPDATE registrations SET status = 'attended'")

    with pytest.raises(RegistrationEnded):
        await cancelled(db, answer)


async def test_an_unknown_registration_is_not_there(db: Connection) -> None:
    with pytest.raises(NotFound):
        await cancel_registration(db, uuid4(), base_url=BASE_URL)
