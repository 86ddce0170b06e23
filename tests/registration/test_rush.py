"""Many at once: no seat too many, an own answer for each, and one culprit does not fail the others."""

import asyncio
from itertools import cycle
from uuid import UUID, uuid4

import asyncpg
import pytest

from services.registration.commands.cancel_registration import cancel_registration
from services.registration.commands.register import Date, register
from services.registration.domain.admission import Ask
from services.registration.domain.registration import Reply
from services.registration.domain.roster import RegistrationClosed, with_seats_taken
from services.registration.rush import Rush
from services.registration.tables import rosters
from services.registration.tables.rosters import ChangedMeanwhileError
from shared.database import Connection, Pool, create_pool
from shared.messages.registration import RegistrationConfirmed, RegistrationWaiting, RosterState
from shared.problems import Invalid, NotFound, Unavailable
from tests.registration.given import (
    BASE_URL,
    an_ask,
    an_event,
    an_open_event,
    heard,
    roster_of,
    seats_and_waiting,
    signed_up,
    statuses,
    told,
)
from tests.waiting import until


async def ask_all(rush: Rush, event_id: UUID, asks: list[Ask]) -> list[Reply | BaseException]:
    date = Date(event_id=event_id)
    return await asyncio.gather(*(rush.register(date, ask) for ask in asks), return_exceptions=True)


async def alone(pool: Pool, event_id: UUID, ask: Ask) -> Reply:
    async with pool.acquire() as db, db.transaction():
        return await register(db, Date(event_id=event_id), ask, base_url=BASE_URL)


async def test_thirty_transactions_at_once_get_ten_seats(environment: dict[str, str], pool: Pool) -> None:
    async with pool.acquire() as db:
        event = await an_open_event(db, capacity=10)
    async with create_pool(environment["REGISTRATION_DATABASE_URL"]) as other_pool:
        asks = [an_ask(f"{number}@a.example") for number in range(30)]
        answers = await asyncio.gather(
            *(alone(each, event.id, ask) for each, ask in zip(cycle([pool, other_pool]), asks, strict=False))
        )

    assert sorted(answer.waiting_position or 0 for answer in answers) == [0] * 10 + list(range(1, 21))
    async with pool.acquire() as db:
        assert await seats_and_waiting(db, event) == (10, 20)


async def test_crowds_on_two_replicas_get_ten_seats(environment: dict[str, str], pool: Pool) -> None:
    async with pool.acquire() as db:
        event = await an_open_event(db, capacity=10)
    async with create_pool(environment["REGISTRATION_DATABASE_URL"]) as other_pool:
        replicas = [Rush(each, base_url=BASE_URL) for each in (pool, other_pool)]
        crowds = [[an_ask(f"{name}{number}@a.example") for number in range(15)] for name in ("a", "b")]
        answers = await asyncio.gather(
            *(ask_all(rush, event.id, asks) for rush, asks in zip(replicas, crowds, strict=True))
        )

    answered = [answer for each in answers for answer in each if isinstance(answer, Reply)]
    assert len([answer for answer in answered if answer.status == "confirmed"]) == 10
    async with pool.acquire() as db:
        assert await seats_and_waiting(db, event) == (10, 20)
        assert len(await told(db, RegistrationConfirmed)) == 10
        waiting = [(fact.waiting_position, fact.email) for fact in await told(db, RegistrationWaiting)]
        in_order = [email for email, status in (await statuses(db, event)).items() if status == "waiting"]
        assert sorted(waiting) == list(enumerate(in_order, start=1))


async def test_who_comes_during_a_transaction_shares_the_next_one(pool: Pool) -> None:
    async with pool.acquire() as db:
        event = await an_open_event(db, capacity=None)

    await ask_all(Rush(pool, base_url=BASE_URL), event.id, [an_ask(f"{number}@a.example") for number in range(50)])

    async with pool.acquire() as db:
        # The roster says how full it is once for each transaction: when it opened, and at most two batches.
        assert len(await told(db, RosterState)) <= 3
        assert await seats_and_waiting(db, event) == (50, 0)


async def test_who_comes_until_the_roster_can_be_locked_is_of_the_same_turn(pool: Pool) -> None:
    async with pool.acquire() as db:
        event = await an_open_event(db, capacity=None)
    rush = Rush(pool, base_url=BASE_URL)
    async with pool.acquire() as db, db.transaction():
        await rosters.lock(db, event.occurrences[0].id)
        first = asyncio.create_task(ask_all(rush, event.id, [an_ask()]))
        await until(lambda: pool.fetchval("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"))
        others = asyncio.create_task(ask_all(rush, event.id, [an_ask(f"{number}@a.example") for number in range(5)]))
        await asyncio.sleep(0)

    await asyncio.gather(first, others)

    async with pool.acquire() as db:
        # When it opened, and after the one turn.
        assert len(await told(db, RosterState)) == 2


async def test_problems_of_some_do_not_fail_the_others(pool: Pool) -> None:
    async with pool.acquire() as db:
        event = await an_open_event(db, capacity=3)
    asks = [an_ask("a@a.example", 2), an_ask("b@a.example", 4), an_ask("c@a.example", 1)]

    first, too_large, last = await ask_all(Rush(pool, base_url=BASE_URL), event.id, asks)

    assert isinstance(too_large, Invalid)
    assert [each.status for each in (first, last) if isinstance(each, Reply)] == ["confirmed", "confirmed"]


async def test_one_that_the_database_refuses_fails_alone(pool: Pool) -> None:
    async with pool.acquire() as db:
        event = await an_open_event(db)
    culprit = an_ask("nul@a.example", name="\x00 that no form lets through")
    asks = [an_ask("a@a.example"), culprit, an_ask("b@a.example")]

    answers = await ask_all(Rush(pool, base_url=BASE_URL), event.id, asks)

    assert isinstance(answers[1], asyncpg.CharacterNotInRepertoireError)
    async with pool.acquire() as db:
        assert await statuses(db, event) == {"a@a.example": "confirmed", "b@a.example": "confirmed"}


async def test_all_asking_for_an_unknown_event_hear_so(pool: Pool) -> None:
    answers = await ask_all(Rush(pool, base_url=BASE_URL), uuid4(), [an_ask(), an_ask()])

    assert [type(answer) for answer in answers] == [NotFound, NotFound]


async def test_a_closed_event_and_an_open_one_do_not_wait_for_each_other(pool: Pool) -> None:
    async with pool.acquire() as db:
        event = await an_open_event(db)
        closed = await heard(db, an_event(takes_registrations=False))
    rush = Rush(pool, base_url=BASE_URL)

    answers = await asyncio.gather(
        ask_all(rush, closed.id, [an_ask()]), ask_all(rush, event.id, [an_ask(), an_ask("b@a.example")])
    )

    assert [type(answer) for each in answers for answer in each] == [RegistrationClosed, Reply, Reply]


async def test_one_who_hangs_up_leaves_the_others_their_answers(pool: Pool) -> None:
    async with pool.acquire() as db:
        event = await an_open_event(db)
    rush, date = Rush(pool, base_url=BASE_URL), Date(event_id=event.id)
    gone, staying = [asyncio.create_task(rush.register(date, an_ask(f"{name}@a.example"))) for name in ("a", "b")]
    await asyncio.sleep(0)

    gone.cancel()

    assert (await staying).status == "confirmed"
    await rush.finish()
    assert rush.lines == {}


async def test_without_the_database_everybody_hears_so_and_the_line_starts_anew(
    environment: dict[str, str], pool: Pool
) -> None:
    async with pool.acquire() as db:
        event = await an_open_event(db)
    async with create_pool("postgresql://registration@127.0.0.1:1/registration") as away:
        rush = Rush(away, base_url=BASE_URL)
        answers = await ask_all(rush, event.id, [an_ask("a@a.example"), an_ask("b@a.example")])
        assert [type(answer) for answer in answers] == [Unavailable, Unavailable]

        rush.pool = pool
        assert (await rush.register(Date(event_id=event.id), an_ask("a@a.example"))).status == "confirmed"


async def test_seats_that_were_counted_without_the_lock_are_not_stored(db: Connection) -> None:
    event = await an_open_event(db, capacity=10)
    counted_before = await roster_of(db, event)
    await signed_up(db, event, "ada@a.example")

    with pytest.raises(ChangedMeanwhileError):
        await rosters.keep(db, with_seats_taken(counted_before, 1))


async def test_the_database_refuses_more_seats_than_there_are(db: Connection) -> None:
    event = await an_open_event(db, capacity=10)

    with pytest.raises(asyncpg.CheckViolationError, match="rosters_never_overfull"):
        await rosters.keep(db, with_seats_taken(await roster_of(db, event), 11))


@pytest.mark.parametrize("party_size", [1, 3])
async def test_nobody_is_overbooked_by_cancellations_in_between(pool: Pool, party_size: int) -> None:
    async with pool.acquire() as db:
        event = await an_open_event(db, capacity=6)
    rush = Rush(pool, base_url=BASE_URL)
    asks = [an_ask(f"{number}@a.example", party_size) for number in range(12)]
    answers = await ask_all(rush, event.id, asks)
    first = answers[0]
    assert isinstance(first, Reply)

    async def leave() -> None:
        async with pool.acquire() as db, db.transaction():
            await cancel_registration(db, first.registration_id, base_url=BASE_URL)

    await asyncio.gather(leave(), ask_all(rush, event.id, [an_ask(f"late{n}@a.example", party_size) for n in range(9)]))

    async with pool.acquire() as db:
        seats, _ = await seats_and_waiting(db, event)
    assert seats == 6
