"""Twins: many ask for the last places in the same moment, once with the roster's lock off and once as it is."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, ClassVar

import asyncpg

from services.registration.commands.register import Date, register
from shared.database import Connection, Pool, read_json_as_structs
from shared.messages.events import EventState
from tests.registration.given import BASE_URL, an_ask, an_open_event, roster_of, seats_and_waiting

PEOPLE, PLACES = 10, 3
LOCK = "FOR UPDATE"
VERSION_CHECK = "WHERE rosters.version = excluded.version - 1"


class AtOnce(asyncpg.Connection):
    """Nobody looks at the roster before everybody is about to."""

    everybody: ClassVar[asyncio.Barrier]

    async def fetch(self, query: str, *args: Any, **options: Any) -> Any:
        if LOCK in query:
            await self.everybody.wait()
        return await super().fetch(query, *args, **options)


class Unlocked(asyncpg.Connection):
    """The same SQL without the lock and without the check behind it; nobody writes before everybody has read."""

    everybody: ClassVar[asyncio.Barrier]

    async def fetch(self, query: str, *args: Any, **options: Any) -> Any:
        rows = await super().fetch(re.sub(f"{LOCK}|{VERSION_CHECK}", "", query), *args, **options)
        if LOCK in query:
            await self.everybody.wait()
        return rows


async def test_with_the_lock_off_places_are_given_twice(environment: dict[str, str], pool: Pool) -> None:
    event = await rush(environment, pool, Unlocked)

    async with pool.acquire() as db:
        assert await confirmed(db, event) == PEOPLE
        assert (await roster_of(db, event)).seats_taken == 1


async def test_with_the_lock_each_place_is_given_once(environment: dict[str, str], pool: Pool) -> None:
    event = await rush(environment, pool, AtOnce)

    async with pool.acquire() as db:
        assert await confirmed(db, event) == PLACES
        assert await seats_and_waiting(db, event) == (PLACES, PEOPLE - PLACES)


async def rush(environment: dict[str, str], pool: Pool, connection_class: type[AtOnce] | type[Unlocked]) -> EventState:
    """An event after everybody asked for a place at once, each in a transaction of their own."""
    async with pool.acquire() as db:
        event = await an_open_event(db, capacity=PLACES)
    connection_class.everybody = asyncio.Barrier(PEOPLE)
    async with connecting(environment, connection_class) as connections:
        await asyncio.gather(*(ask(connections, event, f"{number}@a.example") for number in range(PEOPLE)))
    return event


@asynccontextmanager
async def connecting(environment: dict[str, str], connection_class: type[asyncpg.Connection]) -> AsyncIterator[Pool]:
    async with asyncpg.create_pool(
        environment["REGISTRATION_DATABASE_URL"],
        min_size=PEOPLE,
        max_size=PEOPLE,
        connection_class=connection_class,
        init=read_json_as_structs,
    ) as made:
        yield made


async def ask(connections: Pool, event: EventState, email: str) -> None:
    async with connections.acquire() as db, db.transaction():
        await register(db, Date(event_id=event.id), an_ask(email), base_url=BASE_URL)


async def confirmed(db: Connection, event: EventState) -> int:
    found: int = await db.fetchval(
        "SELECT count(*) FROM registrations WHERE event_id = $1 AND status = 'confirmed'", event.id
    )
    return found
