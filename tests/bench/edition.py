"""An edition on its way to very many readers: whether the memory of the one who sends it stays as it is."""

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import psutil

from deploy.local.running import RunningStack
from services.notify.commands.send_edition import send_edition
from tests.bench.comparison import Line
from tests.bench.mails import catcher, connect, notify
from tests.notify.editions import a_contribution, an_edition

READERS = 100_000
# By then everything was needed once.
WARM_AFTER = 5_000
MOST_SECONDS = 900
MEGABYTE = 1_000_000


def of_all(running: RunningStack) -> list[Line]:
    """Megabytes of the notify worker: the most of it, beside what it has after the first mails."""
    running.stop_programs("caddy", "feeds", "events", "registration", "notify", "mailbox")
    asyncio.run(begin(running))
    with catcher(running.data / "edition.jsonl") as port, notify(running, port) as process:
        began = time.monotonic()
        megabytes = list(watched(running, psutil.Process(process.pid)))
        seconds = time.monotonic() - began
    warm = next(each for sent, each in megabytes if sent >= WARM_AFTER)
    most = max(each for _, each in megabytes)
    note = f"{READERS / seconds:,.0f} mails a second"
    return [Line(what=f"notify, {READERS:,} readers", unit="MB", figure=most, reference=warm, note=note)]


async def begin(running: RunningStack) -> None:
    db = await connect(running)
    await db.execute("DELETE FROM mails")
    await db.execute(
        """
        INSERT INTO subscribers (email, address_key, language, state, wants_editions, wants_weekly, token,
                                 asked_at, confirmed_at)
        SELECT address, address, (ARRAY['de', 'en', 'uk', 'ar'])[1 + number % 4], 'active', true, false, md5(address),
               now(), now()
        FROM generate_series(1, $1) AS number, concat('reader', number, '@', number % 200, '.people.example') AS address
        """,
        READERS,
    )
    async with db.transaction():
        edition = await an_edition(db)
        for _ in range(10):
            await a_contribution(db, edition.id)
        await send_edition(db, edition.id, now=datetime.now(UTC))
    await db.execute("VACUUM ANALYZE")
    await db.close()


def watched(running: RunningStack, process: psutil.Process) -> Iterator[tuple[int, float]]:
    """Once a second until the last reader has it: how many have, and the process's megabytes."""
    until = time.monotonic() + MOST_SECONDS
    sent = 0
    while sent < READERS and time.monotonic() < until:
        time.sleep(1)
        sent = asyncio.run(count_sent(running))
        yield sent, process.memory_info().rss / MEGABYTE


async def count_sent(running: RunningStack) -> int:
    db = await connect(running)
    count: int = await db.fetchval("SELECT count(*) FROM mails WHERE state = 'sent' AND edition_id IS NOT NULL")
    await db.close()
    return count
