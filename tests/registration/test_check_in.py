"""Who came: checking in, undoing it, and who missed it."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from services.registration.commands.cancel_registration import cancel_registration
from services.registration.commands.check_in import check_in
from services.registration.commands.mark_missed import mark_missed
from services.registration.commands.undo_check_in import undo_check_in
from services.registration.domain.attendance import Arrival, NotComing, TooEarly, Word
from services.registration.domain.changes import NotEnoughPlaces
from services.registration.domain.registration import Registration
from shared.database import Connection, Pool
from shared.messages.events import EventState
from shared.messages.registration import RegistrationConfirmed, RosterState
from shared.problems import Invalid, NotFound
from tests.registration.given import BASE_URL, an_occurrence, an_open_event, roster_of, signed_up, statuses, told

SOON = datetime.now(UTC) + timedelta(minutes=30)


async def an_event_today(db: Connection, **changes: object) -> EventState:
    return await an_open_event(db, occurrences=[an_occurrence(SOON)], **changes)


async def here(db: Connection, registration_id: UUID, count: int | None = None, seconds_ago: int = 0) -> Registration:
    arrival = Arrival(attended_count=count, seconds_ago=seconds_ago)
    return await check_in(db, registration_id, arrival, base_url=BASE_URL)


async def numbers(db: Connection, event: EventState) -> tuple[int, int, int]:
    """How many came, have seats, and wait."""
    roster = await roster_of(db, event)
    return roster.attended_count, roster.seats_taken, roster.waiting_count


async def test_a_party_is_here_as_a_whole_unless_somebody_says_how_many(db: Connection) -> None:
    event = await an_event_today(db)
    ada = await signed_up(db, event, "ada@a.example", 3)
    bob = await signed_up(db, event, "bob@a.example", 4)

    await here(db, ada.registration_id)
    came = await here(db, bob.registration_id, 2)

    assert (came.status, came.attended_count, came.party_size) == ("attended", 2, 4)
    assert await numbers(db, event) == (5, 7, 0)
    assert (await told(db, RosterState))[-1].attended_count == 5


async def test_the_same_check_in_again_changes_nothing_and_another_number_corrects_it(db: Connection) -> None:
    event = await an_event_today(db)
    ada = await signed_up(db, event, "ada@a.example", 3)
    await here(db, ada.registration_id)
    said = await told(db, RosterState)

    await here(db, ada.registration_id)
    assert await told(db, RosterState) == said

    await here(db, ada.registration_id, 1)
    assert await numbers(db, event) == (1, 3, 0)


async def test_many_phones_at_once_count_everybody_once(pool: Pool) -> None:
    async with pool.acquire() as db, db.transaction():
        event = await an_event_today(db, capacity=100)
        parties = [(await signed_up(db, event, f"p{number}@a.example", 3)).registration_id for number in range(20)]

    async def tap(registration_id: UUID) -> None:
        async with pool.acquire() as db, db.transaction():
            await here(db, registration_id, 2)

    await asyncio.gather(*(tap(party) for party in parties * 3))

    async with pool.acquire() as db:
        assert await numbers(db, event) == (40, 60, 0)


async def test_undoing_gives_the_place_back_and_bears_to_be_repeated(db: Connection) -> None:
    event = await an_event_today(db)
    ada = await signed_up(db, event, "ada@a.example", 3)
    await here(db, ada.registration_id)

    for _ in range(2):
        after = await undo_check_in(db, ada.registration_id, Word())

    assert (after.status, after.attended_count) == ("confirmed", 0)
    assert await numbers(db, event) == (0, 3, 0)


async def test_an_older_word_that_comes_late_changes_nothing(db: Connection) -> None:
    event = await an_event_today(db)
    ada = await signed_up(db, event, "ada@a.example")
    await here(db, ada.registration_id)
    await undo_check_in(db, ada.registration_id, Word())

    late = await here(db, ada.registration_id, seconds_ago=60)

    assert late.status == "confirmed"
    assert await numbers(db, event) == (0, 1, 0)


async def test_weeks_before_nobody_is_checked_in(db: Connection) -> None:
    event = await an_open_event(db)
    ada = await signed_up(db, event, "ada@a.example")

    with pytest.raises(TooEarly):
        await here(db, ada.registration_id)


async def test_more_than_signed_up_come_as_others(db: Connection) -> None:
    event = await an_event_today(db)
    ada = await signed_up(db, event, "ada@a.example", 2)

    with pytest.raises(Invalid) as raised:
        await here(db, ada.registration_id, 3)

    assert [error.field for error in raised.value.errors] == ["attended_count"]


async def test_who_has_cancelled_is_not_checked_in(db: Connection) -> None:
    event = await an_event_today(db)
    ada = await signed_up(db, event, "ada@a.example")
    await cancel_registration(db, ada.registration_id, base_url=BASE_URL)

    with pytest.raises(NotComing):
        await here(db, ada.registration_id)


async def test_nobody_unknown_is_checked_in(db: Connection) -> None:
    with pytest.raises(NotFound):
        await here(db, UUID(int=1))
    with pytest.raises(NotFound):
        await undo_check_in(db, UUID(int=1), Word())


async def test_who_waits_comes_in_only_where_there_is_room_and_as_those_who_are_there(db: Connection) -> None:
    event = await an_event_today(db, capacity=5)
    await signed_up(db, event, "ada@a.example", 3)
    bob = await signed_up(db, event, "bob@a.example", 4)

    with pytest.raises(NotEnoughPlaces):
        await here(db, bob.registration_id)
    came = await here(db, bob.registration_id, 2)

    assert (came.status, came.party_size, came.attended_count) == ("attended", 2, 2)
    assert await numbers(db, event) == (2, 5, 0)
    assert [fact.email for fact in await told(db, RegistrationConfirmed)] == ["ada@a.example", "bob@a.example"]


async def test_what_was_kept_for_the_organiser_is_used_up_by_who_stands_at_the_door(db: Connection) -> None:
    event = await an_event_today(db, capacity=5)
    await signed_up(db, event, "ada@a.example", 2)
    await db.execute("UPDATE rosters SET reserved_count = 3")
    bob = await signed_up(db, event, "bob@a.example", 2)
    assert bob.status == "waiting"

    await here(db, bob.registration_id)

    roster = await roster_of(db, event)
    assert (roster.seats_taken, roster.reserved_count, roster.seats_left) == (4, 1, 0)


@pytest.mark.parametrize(("status", "offered_size", "came", "seats"), [("pending", None, 3, 3), ("offered", 2, 2, 2)])
async def test_places_that_were_held_become_theirs_at_the_door(
    db: Connection, status: str, offered_size: int | None, came: int, seats: int
) -> None:
    event = await an_event_today(db, capacity=3)
    ada = await signed_up(db, event, "ada@a.example", 3)
    await db.execute(
        "UPDATE registrations SET status = $1, offered_size = $2, held_until = $3", status, offered_size, SOON
    )
    await db.execute("UPDATE rosters SET seats_taken = $1", seats)

    after = await here(db, ada.registration_id)

    assert (after.status, after.attended_count, after.held_until) == ("attended", came, None)
    assert await numbers(db, event) == (came, seats, 0)


async def test_the_morning_after_those_who_did_not_come_have_missed_it_where_somebody_counted(db: Connection) -> None:
    counted, uncounted = await an_event_today(db), await an_event_today(db)
    for event in (counted, uncounted):
        ada = await signed_up(db, event, "ada@a.example")
        await signed_up(db, event, "bob@a.example", 2)
        if event is counted:
            await here(db, ada.registration_id)
    before = await numbers(db, counted)
    await db.execute("UPDATE rosters SET ends_at = now() - interval '11 hours'")
    assert await mark_missed(db) == 0

    await db.execute("UPDATE rosters SET ends_at = now() - interval '13 hours'")
    assert await mark_missed(db) == 1

    assert await statuses(db, counted) == {"ada@a.example": "attended", "bob@a.example": "missed"}
    assert await statuses(db, uncounted) == {"ada@a.example": "confirmed", "bob@a.example": "confirmed"}
    assert await numbers(db, counted) == before


async def test_who_was_taken_for_missing_can_still_be_counted(db: Connection) -> None:
    event = await an_event_today(db)
    ada = await signed_up(db, event, "ada@a.example")
    await db.execute("UPDATE registrations SET status = 'missed'")

    assert (await here(db, ada.registration_id)).status == "attended"
    assert await numbers(db, event) == (1, 1, 0)
