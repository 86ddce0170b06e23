"""A freed place is offered to those who wait: they accept, decline, or let the time pass."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from msgspec.structs import replace

from services.registration.commands.accept_offer import accept_offer
from services.registration.commands.cancel_registration import cancel_registration
from services.registration.commands.change_for_people import change_for_people
from services.registration.commands.decline_offer import decline_offer
from services.registration.commands.expire_holds import expire_holds
from services.registration.commands.move_registration import move_registration
from services.registration.domain.changes import Change
from services.registration.domain.offers import NothingOffered, OfferExpired
from services.registration.domain.registration import Registration, Reply
from shared.database import Connection
from shared.messages.events import EventState, EventStatus
from shared.messages.registration import (
    RegistrationCancelled,
    RegistrationConfirmed,
    RegistrationExpired,
    RegistrationOffered,
    RegistrationStatus,
)
from shared.problems import Invalid, NotFound
from tests.registration.changing import change, found, set_up
from tests.registration.given import (
    BASE_URL,
    NEXT_WEEK,
    an_open_event,
    changed,
    heard,
    seats_and_waiting,
    signed_up,
    statuses,
    told,
)


async def a_full_event(db: Connection, capacity: int = 2) -> tuple[EventState, Reply]:
    """With one party that has all places."""
    event = await an_open_event(db, capacity=capacity)
    return event, await signed_up(db, event, "ada@a.example", capacity)


async def cancel(db: Connection, reply: Reply) -> None:
    await cancel_registration(db, reply.registration_id, base_url=BASE_URL)


async def accept(db: Connection, reply: Reply) -> Registration:
    return await accept_offer(db, reply.registration_id, base_url=BASE_URL)


async def decline(db: Connection, reply: Reply) -> Registration:
    return await decline_offer(db, reply.registration_id, base_url=BASE_URL)


async def wait_until(db: Connection, reply: Reply, *, seconds_ago: float) -> None:
    """So long ago the time of this one ended."""
    held_until = datetime.now(UTC) - timedelta(seconds=seconds_ago)
    await db.execute("UPDATE registrations SET held_until = $2 WHERE id = $1", reply.registration_id, held_until)


async def move_the_date(db: Connection, event: EventState, by: timedelta, **changes: object) -> EventState:
    [date] = event.occurrences
    moved = replace(date, starts_at=date.starts_at + by, ends_at=date.ends_at + by)
    return await heard(db, changed(event, occurrences=[moved], **changes))


async def test_an_offer_holds_its_places_until_its_deadline(db: Connection) -> None:
    event, ada = await a_full_event(db)
    bob = await signed_up(db, event, "bob@a.example", 2)

    await cancel(db, ada)

    offer = await found(db, bob)
    assert (offer.status, offer.offered_size) == ("offered", 2)
    [fact] = await told(db, RegistrationOffered)
    assert (fact.email, fact.offered_size, fact.held_until) == ("bob@a.example", 2, offer.held_until)
    assert await seats_and_waiting(db, event) == (2, 0)
    assert (await signed_up(db, event, "eve@a.example")).status == "waiting"


async def test_an_accepted_offer_is_a_place_and_a_link_used_twice_has_no_second_effect(db: Connection) -> None:
    event, ada = await a_full_event(db)
    bob = await signed_up(db, event, "bob@a.example", 2)
    await cancel(db, ada)

    first, again = await accept(db, bob), await accept(db, bob)

    assert first == again == await found(db, bob)
    assert (first.status, first.held_until, first.offered_size) == ("confirmed", None, None)
    assert [fact.email for fact in await told(db, RegistrationConfirmed)] == ["ada@a.example", "bob@a.example"]
    assert await seats_and_waiting(db, event) == (2, 0)


async def test_a_party_that_would_come_as_fewer_is_offered_what_there_is_and_comes_as_so_many(db: Connection) -> None:
    event, ada = await a_full_event(db, capacity=3)
    await set_up(db, event, asks_names=True)
    names = {"attendees": ["Bob", "Ben", "Bea"]}
    bob = await signed_up(db, event, "bob@a.example", 3, smallest_party=2, **names)
    await change(db, ada, party_size=1, attendees=["Ada"])

    after = await accept(db, bob)

    assert (after.party_size, after.smallest_party, after.attendees) == (2, None, ["Bob", "Ben"])
    assert [fact.party_size for fact in await told(db, RegistrationConfirmed)] == [3, 2]
    assert await seats_and_waiting(db, event) == (3, 0)


async def test_a_newcomer_who_would_come_as_fewer_is_offered_what_there_is_before_those_who_come_later(
    db: Connection,
) -> None:
    event = await an_open_event(db, capacity=4)
    await signed_up(db, event, "ada@a.example", 1)

    bob = await signed_up(db, event, "bob@a.example", 4, smallest_party=2)
    cem = await signed_up(db, event, "cem@a.example", 1)

    assert (bob.status, bob.waiting_position, cem.status) == ("offered", None, "waiting")
    [fact] = await told(db, RegistrationOffered)
    assert (fact.offered_size, fact.party_size) == (3, 4)
    assert await seats_and_waiting(db, event) == (4, 1)
    assert (await accept(db, bob)).party_size == 3


async def test_a_declined_offer_goes_on_to_the_next(db: Connection) -> None:
    event, ada = await a_full_event(db)
    bob, cem = [await signed_up(db, event, f"{name}@a.example", 2) for name in ("bob", "cem")]
    await cancel(db, ada)

    first, again = await decline(db, bob), await decline(db, bob)

    assert first == again
    assert (first.status, (await found(db, cem)).status) == ("cancelled", "offered")
    assert [fact.email for fact in await told(db, RegistrationCancelled)] == ["ada@a.example", "bob@a.example"]
    with pytest.raises(NothingOffered):
        await accept(db, bob)


async def test_an_offer_that_is_not_answered_goes_on_to_the_next(db: Connection) -> None:
    event, ada = await a_full_event(db)
    bob, cem = [await signed_up(db, event, f"{name}@a.example", 2) for name in ("bob", "cem")]
    await cancel(db, ada)
    await expire_holds(db, base_url=BASE_URL)
    assert (await found(db, bob)).status == "offered"
    await wait_until(db, bob, seconds_ago=0)

    for _ in range(2):
        await expire_holds(db, base_url=BASE_URL)

    assert await statuses(db, event) == {
        "ada@a.example": "cancelled",
        "bob@a.example": "expired",
        "cem@a.example": "offered",
    }
    [fact] = await told(db, RegistrationExpired)
    assert (fact.email, fact.was) == ("bob@a.example", RegistrationStatus.OFFERED)
    assert [fact.email for fact in await told(db, RegistrationOffered)] == ["bob@a.example", "cem@a.example"]
    assert (await found(db, cem)).offered_size == 2
    assert await seats_and_waiting(db, event) == (2, 0)


async def test_an_offer_accepted_one_second_late_has_expired(db: Connection) -> None:
    event, ada = await a_full_event(db)
    bob = await signed_up(db, event, "bob@a.example", 2)
    await cancel(db, ada)
    await wait_until(db, bob, seconds_ago=1)

    with pytest.raises(OfferExpired):
        await accept(db, bob)
    await expire_holds(db, base_url=BASE_URL)
    with pytest.raises(OfferExpired):
        await accept(db, bob)

    assert (await decline(db, bob)).status == "expired"
    assert await seats_and_waiting(db, event) == (0, 0)
    assert (await signed_up(db, event, "bob@a.example", 2)).status == "confirmed", "who was too late may come again"


async def test_an_address_that_is_not_proven_in_time_frees_its_places(db: Connection) -> None:
    event, ada = await a_full_event(db)
    bob = await signed_up(db, event, "bob@a.example", 2)
    await db.execute(
        "UPDATE registrations SET status = 'pending', held_until = now() WHERE id = $1", ada.registration_id
    )

    await expire_holds(db, base_url=BASE_URL)

    assert [(await found(db, each)).status for each in (ada, bob)] == ["expired", "offered"]
    [fact] = await told(db, RegistrationExpired)
    assert fact.was == RegistrationStatus.PENDING


async def test_what_ends_on_many_dates_at_once_is_done_in_one_go(db: Connection) -> None:
    parties = []
    for _ in range(3):
        event, ada = await a_full_event(db)
        parties.append(await signed_up(db, event, "bob@a.example"))
        await cancel(db, ada)
    for party in parties:
        await wait_until(db, party, seconds_ago=1)

    await expire_holds(db, base_url=BASE_URL)

    assert [(await found(db, party)).status for party in parties] == ["expired"] * 3


async def test_who_has_no_offer_cannot_answer_one(db: Connection) -> None:
    event, ada = await a_full_event(db)
    bob = await signed_up(db, event, "bob@a.example", 2)

    with pytest.raises(NothingOffered):
        await accept(db, bob)
    for reply in (ada, bob):
        with pytest.raises(NothingOffered):
            await decline(db, reply)
    with pytest.raises(NotFound):
        await accept(db, replace(ada, registration_id=uuid4()))


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
