"""Which changes free places for those who wait, and what becomes of offers when the date changes."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from services.registration.commands.change_for_people import change_for_people
from services.registration.commands.expire_holds import expire_holds
from services.registration.commands.move_registration import move_registration
from services.registration.domain.changes import Change
from shared.database import Connection
from shared.messages.events import EventState, EventStatus
from shared.messages.registration import (
    RegistrationOffered,
)
from shared.problems import Invalid
from tests.registration.changing import a_full_event, accept, cancel, change, found, set_up, wait_until
from tests.registration.given import (
    BASE_URL,
    NEXT_WEEK,
    an_open_event,
    changed,
    heard,
    seats_and_waiting,
    signed_up,
    told,
)


async def move_the_date(db: Connection, event: EventState, by: timedelta, **changes: object) -> EventState:
    [date] = event.occurrences
    moved = replace(date, starts_at=date.starts_at + by, ends_at=date.ends_at + by)
    return await heard(db, changed(event, occurrences=[moved], **changes))


async def test_a_newcomer_gets_a_free_place_that_nobody_who_waits_fits_into(db: Connection) -> None:
    event, ada = await a_full_event(db, capacity=3)
    await signed_up(db, event, "bob@a.example", 3)
    await change(db, ada, party_size=2)

    assert (await signed_up(db, event, "eve@a.example", 1)).status == "confirmed"


async def test_a_waiting_party_that_becomes_smaller_and_fits_gets_an_offer_at_once(db: Connection) -> None:
    event, ada = await a_full_event(db, capacity=3)
    bob = await signed_up(db, event, "bob@a.example", 3)
    await change(db, ada, party_size=1)
    assert (await found(db, bob)).status == "waiting"

    await change(db, bob, party_size=2)

    assert (await found(db, bob)).offered_size == 2


async def test_an_offered_party_cannot_grow_and_may_shrink(db: Connection) -> None:
    event, ada = await a_full_event(db, capacity=4)
    bob = await signed_up(db, event, "bob@a.example", 3)
    eve = await signed_up(db, event, "eve@a.example", 2)
    await cancel(db, ada)

    with pytest.raises(Invalid, match="party_size: More people can come only once you have confirmed"):
        await change_for_people(db, bob.registration_id, Change(party_size=4), base_url=BASE_URL)
    assert (await change(db, bob, party_size=2)).offered_size == 2

    assert (await found(db, eve)).offered_size == 2
    assert await seats_and_waiting(db, event) == (4, 0)


async def test_a_party_that_moves_away_leaves_its_places_to_those_who_wait(db: Connection) -> None:
    event, ada = await a_full_event(db)
    bob = await signed_up(db, event, "bob@a.example", 2)
    other = await an_open_event(db)

    await move_registration(db, ada.registration_id, other.occurrences[0].id, base_url=BASE_URL)

    assert (await found(db, bob)).status == "offered"
    moved = await move_registration(db, bob.registration_id, other.occurrences[0].id, base_url=BASE_URL)
    assert (moved.status, moved.offered_size, moved.held_until) == ("confirmed", None, None)
    assert (await seats_and_waiting(db, event), await seats_and_waiting(db, other)) == ((0, 0), (4, 0))


async def test_nothing_is_offered_while_the_organiser_takes_nobody(db: Connection) -> None:
    event, ada = await a_full_event(db)
    bob = await signed_up(db, event, "bob@a.example", 2)
    await db.execute("UPDATE rosters SET halted_at = now()")

    await cancel(db, ada)

    assert (await found(db, bob)).status == "waiting"


async def test_an_event_that_comes_back_offers_what_got_free_meanwhile(db: Connection) -> None:
    event, ada = await a_full_event(db)
    bob = await signed_up(db, event, "bob@a.example", 2)
    off = await heard(db, changed(event, status=EventStatus.POSTPONED))
    await cancel(db, ada)
    assert (await found(db, bob)).status == "waiting"

    await heard(db, changed(off, status=EventStatus.PUBLISHED))

    assert (await found(db, bob)).status == "offered"


async def test_an_offer_of_an_event_that_is_off_expires_and_goes_to_nobody(db: Connection) -> None:
    event, ada = await a_full_event(db)
    bob, cem = [await signed_up(db, event, f"{name}@a.example", 2) for name in ("bob", "cem")]
    await cancel(db, ada)
    await heard(db, changed(event, status=EventStatus.CANCELLED))
    await wait_until(db, bob, seconds_ago=1)

    await expire_holds(db, base_url=BASE_URL)

    assert [(await found(db, each)).status for each in (bob, cem)] == ["expired", "waiting"]


async def test_an_event_that_moves_later_keeps_its_offers_as_they_are(db: Connection) -> None:
    event, ada = await a_full_event(db)
    bob = await signed_up(db, event, "bob@a.example", 2)
    await cancel(db, ada)
    before = await found(db, bob)

    await move_the_date(db, event, timedelta(days=1))

    assert await found(db, bob) == before
    assert len(await told(db, RegistrationOffered)) == 1


async def test_an_event_that_moves_to_before_the_deadline_shortens_it_and_says_so(db: Connection) -> None:
    event, ada = await a_full_event(db)
    bob = await signed_up(db, event, "bob@a.example", 2)
    await cancel(db, ada)
    soon = datetime.now(UTC) + timedelta(minutes=10)

    await move_the_date(db, event, soon - NEXT_WEEK)

    assert (await found(db, bob)).held_until == soon
    assert [fact.held_until for fact in await told(db, RegistrationOffered)][1:] == [soon]


async def test_an_event_that_moves_into_the_past_ends_its_offers(db: Connection) -> None:
    event, ada = await a_full_event(db)
    bob, cem = [await signed_up(db, event, f"{name}@a.example", 2) for name in ("bob", "cem")]
    await cancel(db, ada)

    await move_the_date(db, event, timedelta(days=-8))
    await expire_holds(db, base_url=BASE_URL)

    assert [(await found(db, each)).status for each in (bob, cem)] == ["expired", "waiting"]
    assert len(await told(db, RegistrationOffered)) == 1


async def test_an_offer_may_be_answered_also_when_changes_are_not_possible_any_more(db: Connection) -> None:
    event, ada = await a_full_event(db)
    bob = await signed_up(db, event, "bob@a.example", 2)
    await set_up(db, event, changes_hours_before=24 * 8)
    await cancel(db, ada)

    assert (await accept(db, bob)).status == "confirmed"
