"""Digests are queued on Thursday morning, some hundred at a time, once for each who has something to read."""

import asyncio
from datetime import timedelta
from functools import partial
from uuid import uuid4

from services.notify.commands.forget_subscribers import forget_subscribers
from services.notify.settings import Settings
from shared.database import Connection, Pool
from shared.messages.event_details import Audience, CoOrganiser
from shared.messages.events import EventStatus
from tests.conftest import ROOT
from tests.notify.digests import MANY, a_reader, digests, last_thursday, queue, soon
from tests.notify.given import a_series, hear
from tests.notify.subscribing import found
from tests.waiting import until


async def test_thousands_are_thought_of_some_hundred_at_a_time(db: Connection, settings: Settings) -> None:
    await db.execute(MANY)
    await hear(db, settings, soon())

    counts = [await queue(db, settings) for _ in range(4)]

    assert counts == [500, 500, 200, 0]
    assert len(await digests(db)) == 600


async def test_it_is_not_queued_on_other_days(db: Connection, settings: Settings) -> None:
    await a_reader(db)
    await hear(db, settings, soon())

    assert await queue(db, settings, now=last_thursday() + timedelta(days=1)) == 0
    assert (await found(db)).is_active
    assert await digests(db) == []


async def test_replicas_share_the_subscribers_and_nobody_gets_two(pool: Pool, settings: Settings) -> None:
    async with pool.acquire() as db, db.transaction():
        await db.execute(MANY)
        await hear(db, settings, soon())

    async def replica() -> int:
        async with pool.acquire() as db, db.transaction():
            return await queue(db, settings)

    counts = await asyncio.gather(*(replica() for _ in range(4)))
    counts += [await replica() for _ in range(3)]

    assert sum(counts) == 1200
    assert await pool.fetchval("SELECT count(*) FROM mails") == 600
    assert await pool.fetchval("SELECT count(DISTINCT recipient) FROM mails") == 600


async def test_who_is_erased_while_digests_are_queued_is_not_left_in_any_mail(pool: Pool, settings: Settings) -> None:
    async with pool.acquire() as db, db.transaction():
        await hear(db, settings, soon())
        subscriber = await a_reader(db)

    async with pool.acquire() as queueing, pool.acquire() as erasing, erasing.transaction():
        async with queueing.transaction():
            await queue(queueing, settings)
            waiting = asyncio.create_task(forget_subscribers(erasing, [subscriber.id]))
            await until(partial(pool.fetchval, "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"))
        await waiting

    assert await pool.fetchval("SELECT array_agg(recipient || state) FROM mails") == ["skipped"]


async def test_the_dates_of_events_heard_of_before_are_known_when_the_table_is_made(
    db: Connection, settings: Settings
) -> None:
    partner = CoOrganiser(id=uuid4(), slug="caritas", name="Caritas")
    await hear(
        db,
        settings,
        a_series(),
        soon(languages=["uk", "de"], co_organisers=[partner]),
        soon(status=EventStatus.CANCELLED),
        soon(audience=Audience.INTERNAL),
        soon(starts_at=None, ends_at=None, occurrences=[]),
    )
    kept = await db.fetch("SELECT * FROM public_dates ORDER BY occurrence_id")
    await db.execute("DELETE FROM public_dates")

    migration = (ROOT / "services/notify/migrations/0141_dates_to_tell.sql").read_text()
    await db.execute(f"INSERT INTO public_dates{migration.partition('INSERT INTO public_dates')[2].partition(';')[0]}")

    assert len(kept) == 4
    assert await db.fetch("SELECT * FROM public_dates ORDER BY occurrence_id") == kept
