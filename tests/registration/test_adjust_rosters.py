"""What becomes of rosters when the event changes, and messages that come twice or late."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from services.registration.tables import rosters
from shared.copies import Stale
from shared.database import Connection
from shared.messages.events import EventStatus
from shared.messages.registration import RegistrationOffered, RosterState
from tests.registration.given import (
    NEXT_WEEK,
    an_event,
    an_occurrence,
    an_open_event,
    changed,
    heard,
    roster_of,
    seats_and_waiting,
    signed_up,
    statuses,
    told,
)


async def test_a_published_event_has_an_open_roster_for_each_date(db: Connection) -> None:
    dates = [an_occurrence(), an_occurrence(NEXT_WEEK + timedelta(days=7))]
    event = await an_open_event(db, occurrences=dates, capacity=7)

    found = await rosters.list_of_event(db, event.id)

    assert [(roster.id, roster.capacity, roster.closed_at) for roster in found] == [
        (date.id, 7, None) for date in dates
    ]
    assert {state.is_open for state in await told(db, RosterState)} == {True}


@pytest.mark.parametrize(
    "changes",
    [{"status": EventStatus.SUBMITTED}, {"takes_registrations": False}, {"occurrences": []}],
)
async def test_an_event_that_takes_no_registrations_has_no_roster(db: Connection, changes: dict[str, object]) -> None:
    event = await an_open_event(db, **changes)

    assert await rosters.list_of_event(db, event.id) == []


async def test_a_moved_date_keeps_its_roster_and_its_people(db: Connection) -> None:
    event = await an_open_event(db)
    await signed_up(db, event, "ada@a.example", 2)
    [date] = event.occurrences
    moved = replace(date, starts_at=date.starts_at + timedelta(days=1), ends_at=date.ends_at + timedelta(days=1))

    await heard(db, changed(event, occurrences=[moved]))

    roster = await roster_of(db, event)
    assert (roster.id, roster.starts_at, roster.seats_taken) == (date.id, moved.starts_at, 2)
    assert await statuses(db, event) == {"ada@a.example": "confirmed"}


@pytest.mark.parametrize("status", [EventStatus.CANCELLED, EventStatus.POSTPONED])
async def test_an_event_that_is_off_closes_its_roster_and_leaves_its_people(
    db: Connection, status: EventStatus
) -> None:
    event = await an_open_event(db)
    await signed_up(db, event, "ada@a.example")

    await heard(db, changed(event, status=status))

    assert (await told(db, RosterState))[-1].is_open is False
    assert await statuses(db, event) == {"ada@a.example": "confirmed"}


async def test_a_postponed_event_with_a_new_date_opens_the_roster_again(db: Connection) -> None:
    event = await an_open_event(db)
    await signed_up(db, event, "ada@a.example")
    await heard(db, changed(event, status=EventStatus.POSTPONED, occurrences=[]))

    await heard(db, changed(event, version=3))

    roster = await roster_of(db, event)
    assert (roster.closed_at, roster.seats_taken) == (None, 1)


async def test_a_lowered_capacity_throws_nobody_out(db: Connection) -> None:
    event = await an_open_event(db, capacity=10)
    for number in range(4):
        await signed_up(db, event, f"{number}@a.example", 2)

    await heard(db, changed(event, capacity=3))

    assert await seats_and_waiting(db, event) == (8, 0)
    state = (await told(db, RosterState))[-1]
    assert (state.capacity, state.seats_left) == (8, 0)
    assert (await signed_up(db, event, "late@a.example")).status == "waiting"


@pytest.mark.parametrize("capacity", [4, None])
async def test_a_raised_capacity_is_offered_to_those_who_wait(db: Connection, capacity: int | None) -> None:
    event = await an_open_event(db, capacity=2)
    for name in ("ada", "bob"):
        await signed_up(db, event, f"{name}@a.example", 2)

    await heard(db, changed(event, capacity=capacity))

    assert await seats_and_waiting(db, event) == (4, 0)
    assert [fact.email for fact in await told(db, RegistrationOffered)] == ["bob@a.example"]
    assert [state.version for state in await told(db, RosterState)] == [1, 2, 3, 4]


async def test_a_state_heard_twice_or_late_changes_nothing(db: Connection) -> None:
    event = an_event()
    newer = changed(event, capacity=5)
    await heard(db, newer)
    messages = await db.fetchval("SELECT count(*) FROM outbox")

    for stale in (newer, event):
        with pytest.raises(Stale):
            await heard(db, stale)

    assert (await roster_of(db, event)).capacity == 5
    assert await db.fetchval("SELECT count(*) FROM outbox") == messages


async def test_a_change_of_words_says_nothing_about_the_roster(db: Connection) -> None:
    event = await an_open_event(db)

    await heard(db, changed(event, title="Another title"))

    assert [state.version for state in await told(db, RosterState)] == [1]
