"""`kill -9` while an edition is on its way: everybody gets it, and nobody but the one in the middle gets it twice."""

import asyncio
import os
import random
import sys
from collections import Counter
from functools import partial
from pathlib import Path

from nats.aio.client import Client

from services.notify.settings import Settings
from shared import streams
from shared.database import Pool
from shared.messages.events import MESSAGES as EVENTS
from shared.messages.registration import MESSAGES as REGISTRATION
from tests.notify.given import all_done, eventually
from tests.notify.postmaster import Postmaster
from tests.notify.test_edition_sending import sent_edition

ROOT = Path(__file__).parents[2]
READERS = 600
KILLS = 3
ENOUGH_SECONDS = 120


async def test_each_reader_has_it_once_and_one_at_most_twice_for_each_kill(
    environment: dict[str, str], settings: Settings, pool: Pool, postmaster: Postmaster, client: Client
) -> None:
    await pool.execute(
        """
        INSERT INTO subscribers (email, address_key, language, state, wants_editions, wants_weekly, token,
                                 asked_at, confirmed_at)
        SELECT address, address, 'de', 'active', true, false, md5(address), now(), now()
        FROM generate_series(1, $1) AS number, concat('reader', number, '@', number % 50, '.people.example') AS address
        """,
        READERS,
    )
    async with pool.acquire() as db, db.transaction():
        await sent_edition(db)

    for messages in (EVENTS, REGISTRATION):
        await streams.declare(client.jetstream(), messages)

    async def have_it(count: int) -> bool:
        return len(postmaster.envelopes) >= count

    for number in range(KILLS + 1):
        worker = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "services.notify", "worker", cwd=ROOT, env=os.environ | environment | own(settings)
        )
        try:
            if number < KILLS:
                # Somewhere in the middle, another time each time.
                more = random.randint(1, READERS // KILLS)
                await eventually(partial(have_it, len(postmaster.envelopes) + more), seconds=ENOUGH_SECONDS)
            else:
                await eventually(partial(all_done, pool), seconds=ENOUGH_SECONDS)
        finally:
            worker.kill()
            await worker.wait()

    times = Counter(postmaster.recipients)
    assert len(times) == READERS
    assert sum(times.values()) <= READERS + KILLS
    ids = {(mail["To"], mail["Message-ID"]) for mail in postmaster.mails}
    assert len(ids) == READERS


def own(settings: Settings) -> dict[str, str]:
    return {"SMTP_URL": settings.smtp_url}
