"""An organiser moves a party to another date, or to another event of theirs."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from services.registration.commands.cancel_registration import cancel_registration
from services.registration.commands.move_registration import move_registration
from services.registration.domain.changes import NotEnoughPlaces, RegistrationEnded
from services.registration.domain.registration import Registration, Reply
from services.registration.domain.roster import RegistrationClosed
from shared.database import Connection
from shared.messages.events import EventState, EventStatus
from shared.messages.registration import RegistrationChanged, RosterState
from shared.problems import Invalid, NotFound
from tests.registration.changing import found
from tests.registration.given import (
    BASE_URL,
    FOREIGN_ORGANISATION,
    a_series,
    an_open_event,
    changed,
    heard,
    seats_and_waiting,
    signed_up,
    signed_up_for,
    statuses,
    told,
)


async def move(db: Connection, reply: Reply, event: EventState, date: int = 0) -> Registration:
    return await move_registration(db, reply.registration_id, event.occurrences[date].id, base_url=BASE_URL)


async def test_a_party_has_its_places_on_the_other_event_and_not_on_this_one(db: Connection) -> None:
    here, there = await an_open_event(db, capacity=2), await an_open_event(db, capacity=3)
    ada = await signed_up(db, here, "ada@a.example", 2)

    after = await move(db, ada, there)

    assert after == await found(db, ada)
    assert (after.status, after.event_id) == ("confirmed", there.id)
    assert (await seats_and_waiting(db, here), await seats_and_waiting(db, there)) == ((0, 0), (2, 0))
    [fact] = await told(db, RegistrationChanged)
    assert (fact.roster_id, fact.moved_from) == (there.occurrences[0].id, here.occurrences[0].id)
    assert fact.by_organiser
    seats = {state.event_id: state.seats_taken for state in await told(db, RosterState)}
    assert seats == {here.id: 0, there.id: 2}


async def test_a_party_moves_between_the_dates_of_a_series(db: Connection) -> None:
    event = await heard(db, a_series(3))
    ada = await signed_up_for(db, event, event.occurrences[0], "ada@a.example", 2)

    after = await move(db, ada, event, 2)

    assert (after.event_id, after.roster_id) == (event.id, event.occurrences[2].id)


async def test_who_waits_here_has_a_place_there(db: Connection) -> None:
    here, there = await an_open_event(db, capacity=2), await an_open_event(db)
    await signed_up(db, here, "ada@a.example", 2)
    bob = await signed_up(db, here, "bob@a.example", 2)

    assert (await move(db, bob, there)).status == "confirmed"

    assert (await seats_and_waiting(db, here), await seats_and_waiting(db, there)) == ((2, 0), (2, 0))


async def test_moving_to_where_one_is_already_does_nothing(db: Connection) -> None:
    event = await an_open_event(db)
    ada = await signed_up(db, event, "ada@a.example", 2)

    await move(db, ada, event)

    assert await told(db, RegistrationChanged) == []


async def test_a_full_date_takes_nobody_and_nothing_changes(db: Connection) -> None:
    here, there = await an_open_event(db), await an_open_event(db, capacity=3)
    ada = await signed_up(db, here, "ada@a.example", 2)
    await signed_up(db, there, "bob@a.example", 2)

    with pytest.raises(NotEnoughPlaces, match="roster_id: Not enough places are left: 1"):
        await move(db, ada, there)

    assert (await found(db, ada)).event_id == here.id


async def test_who_is_on_the_other_list_already_is_not_moved_there(db: Connection) -> None:
    here, there = await an_open_event(db), await an_open_event(db)
    ada = await signed_up(db, here, "ada@a.example")
    await signed_up(db, there, "Ada@a.example")

    with pytest.raises(Invalid, match="roster_id: Somebody with this address"):
        await move(db, ada, there)


async def test_another_organisation_s_date_is_not_there(db: Connection) -> None:
    here, there = await an_open_event(db), await an_open_event(db, organisation_id=FOREIGN_ORGANISATION)
    ada = await signed_up(db, here, "ada@a.example")

    with pytest.raises(NotFound):
        await move(db, ada, there)


async def test_nobody_is_moved_to_an_event_that_is_off_or_over(db: Connection) -> None:
    here, off, over = [await an_open_event(db) for _ in range(3)]
    ada = await signed_up(db, here, "ada@a.example")
    await heard(db, changed(off, status=EventStatus.CANCELLED))
    [date] = over.occurrences
    await heard(db, changed(over, occurrences=[replace(date, starts_at=date.starts_at - timedelta(days=8))]))

    for event in (off, over):
        with pytest.raises(RegistrationClosed):
            await move(db, ada, event)


async def test_what_was_cancelled_is_not_moved(db: Connection) -> None:
    here, there = await an_open_event(db), await an_open_event(db)
    ada = await signed_up(db, here, "ada@a.example")
    await cancel_registration(db, ada.registration_id, base_url=BASE_URL)

    with pytest.raises(RegistrationEnded):
        await move(db, ada, there)

    assert await statuses(db, here) == {"ada@a.example": "cancelled"}
