"""A freed place is offered to those who wait: they accept, decline, or let the time pass."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest
from msgspec.structs import replace

from services.registration.commands.expire_holds import expire_holds
from services.registration.domain.offers import NothingOffered, OfferExpired
from services.registration.domain.registration import Registration, Reply
from services.registration.settings import Settings
from services.registration.worker import work_of
from shared.database import Connection, Pool
from shared.messages.registration import (
    RegistrationCancelled,
    RegistrationConfirmed,
    RegistrationExpired,
    RegistrationOffered,
    RegistrationStatus,
)
from shared.problems import Conflict, NotFound
from tests.registration.changing import a_full_event, accept, cancel, change, decline, found, set_up, wait_until
from tests.registration.given import (
    BASE_URL,
    an_open_event,
    seats_and_waiting,
    signed_up,
    statuses,
    told,
)


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


async def test_what_ends_on_many_dates_at_once_is_done_by_the_clock_in_one_go(
    db: Connection, settings: Settings
) -> None:
    parties = []
    for _ in range(3):
        event, ada = await a_full_event(db)
        parties.append(await signed_up(db, event, "bob@a.example"))
        await cancel(db, ada)
    for party in parties:
        await wait_until(db, party, seconds_ago=1)

    [job] = [job for job in work_of(settings).jobs if job.name == "expire-holds"]
    await job.run_once(db)

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


async def test_two_who_answer_at_the_same_moment_are_one_answer(pool: Pool) -> None:
    async with pool.acquire() as db, db.transaction():
        event, ada = await a_full_event(db)
        bob = await signed_up(db, event, "bob@a.example", 2)
        await cancel(db, ada)

    answers = await asyncio.gather(*(at_once(pool, accept, bob) for _ in range(4)), at_once(pool, decline, bob))

    async with pool.acquire() as db:
        facts = [*await told(db, RegistrationConfirmed), *await told(db, RegistrationCancelled)]
        assert [fact.email for fact in facts].count("bob@a.example") == 1
        assert (await found(db, bob)).status in answers
        await seats_and_waiting(db, event)


async def test_places_that_get_free_at_the_same_moment_are_each_offered_once(pool: Pool) -> None:
    async with pool.acquire() as db, db.transaction():
        event = await an_open_event(db, capacity=4)
        leaving = [await signed_up(db, event, f"{name}@a.example", 2) for name in ("ada", "ali")]
        for number in range(4):
            await signed_up(db, event, f"{number}@a.example", 1 + number % 2)

    await asyncio.gather(*(at_once(pool, cancel, reply) for reply in leaving))

    async with pool.acquire() as db:
        assert sorted(fact.email for fact in await told(db, RegistrationOffered)) == [
            "0@a.example",
            "1@a.example",
            "2@a.example",
        ]
        assert await seats_and_waiting(db, event) == (4, 1)


async def at_once(pool: Pool, deed: Callable[[Connection, Reply], Awaitable[Registration]], reply: Reply) -> str:
    """What came of it, in a transaction of its own."""
    try:
        async with pool.acquire() as db, db.transaction():
            return (await deed(db, reply)).status
    except Conflict as problem:
        return type(problem).__name__
