"""The worker as a whole: from a message on NATS to the mail, over real servers."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial

import pytest
from msgspec import structs
from nats.aio.client import Client

from services.notify.settings import Settings
from services.notify.worker import work_of
from shared import streams
from shared.database import Pool
from shared.messages import encode
from shared.messages.events import MESSAGES as EVENTS
from shared.messages.registration import MESSAGES as REGISTRATION
from shared.processes import work
from tests.notify.given import a_login, a_registration, all_done, an_event, eventually
from tests.notify.postmaster import Postmaster


@pytest.fixture
async def working(settings: Settings, pool: Pool, client: Client) -> AsyncIterator[None]:
    """Two workers side by side."""
    for messages in (EVENTS, REGISTRATION):
        await streams.declare(client.jetstream(), messages)
    workers = [asyncio.create_task(work(settings, work_of(settings))) for _ in range(2)]
    yield
    for worker in workers:
        worker.cancel()
    await asyncio.gather(*workers, return_exceptions=True)


@pytest.mark.usefixtures("working")
async def test_messages_become_mails_once_also_when_they_come_twice_and_too_early(
    client: Client, pool: Pool, postmaster: Postmaster
) -> None:
    event = an_event()
    moved = structs.replace(event, version=2, title="Großes Fest")
    confirmed, login = a_registration(event_id=event.id), a_login()

    jetstream = client.jetstream()
    for message in (confirmed, confirmed, login, event, event):
        await jetstream.publish(message.subject, encode(message))

    async def arrived(count: int) -> bool:
        return len(postmaster.mails) >= count

    await eventually(partial(arrived, 2))
    await jetstream.publish(moved.subject, encode(moved))
    await eventually(partial(arrived, 3))
    await eventually(partial(all_done, pool))

    assert sorted(postmaster.recipients) == ["ada@awo.example", "grace@people.example", "grace@people.example"]
    assert postmaster.mails[-1]["Subject"] == "Changed: Großes Fest"
