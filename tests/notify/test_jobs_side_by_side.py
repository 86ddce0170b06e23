"""What two workers do by the clock at the same moment, they do once."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import uuid4

import pytest

from services.notify.commands.ask_for_entries import ask_for_entries
from services.notify.commands.tell_given_up import tell_given_up
from services.notify.commands.tell_queue import tell_queue
from services.notify.commands.tell_sign_ups import tell_sign_ups
from services.notify.settings import Settings
from shared.database import Connection, Pool
from shared.messages.events import EventStatus, Role
from shared.messages.given_up import EventsMessageGivenUp
from tests.notify.given import BERLIN, ORGANISATION, a_member, a_registration, an_event, an_organisation, hear
from tests.notify.partner_kinds import a_campaign

# A Wednesday in the days of the campaign's call.
MORNING = datetime(2099, 4, 8, 7, 45, tzinfo=BERLIN)
JOBS = {
    "entry_asked_for": partial(ask_for_entries, zone=BERLIN, now=MORNING),
    "sign_ups_digest": partial(tell_sign_ups, zone=BERLIN, now=MORNING),
    "queue_digest": partial(tell_queue, zone=BERLIN, now=MORNING),
    "dead_letters": partial(tell_given_up, now=MORNING),
}


@pytest.fixture
async def something_to_tell(pool: Pool, settings: Settings) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=9)
    event = an_event(changed_at=long_ago)
    async with pool.acquire() as db, db.transaction():
        await hear(
            db,
            settings,
            an_organisation(),
            a_member(role=Role.COORDINATOR),
            a_campaign(),
            event,
            an_event(status=EventStatus.SUBMITTED, changed_at=long_ago, organisation_id=uuid4()),
            a_registration(event_id=event.id),
            EventsMessageGivenUp(consumer="events-a", heard="events.b", reason="Stale", given_up_at=long_ago),
        )


async def do(job: Callable[[Connection], Awaitable[object]], pool: Pool) -> None:
    async with pool.acquire() as db, db.transaction():
        await job(db)
        # So that the other is in the middle of it, too.
        await db.execute("SELECT pg_sleep(0.05)")


@pytest.mark.usefixtures("something_to_tell")
@pytest.mark.parametrize("kind", JOBS)
async def test_two_replicas_at_once_queue_one_mail_for_each_reader(pool: Pool, kind: str) -> None:
    await asyncio.gather(*(do(JOBS[kind], pool) for _ in range(4)))

    assert await pool.fetchval("SELECT count(*) FROM mails WHERE kind = $1", kind) == 1
    assert await pool.fetchval("SELECT count(*) FROM campaign_words WHERE organisation_id = $1", ORGANISATION) <= 1
