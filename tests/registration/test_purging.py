"""What names somebody who is forgotten leaves the streams: not too early, and through crashes and outages."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from nats.aio.client import Client
from nats.errors import ConnectionClosedError
from nats.js import JetStreamContext

from services.registration.commands.erase_registrations import erase_registrations
from services.registration.commands.request_erasure import request_erasure
from services.registration.consumers.erasure_done import keep_events_answer, keep_notify_answer
from services.registration.domain.erasure import Erasure
from services.registration.domain.person import Person
from services.registration.purging import Purging
from services.registration.settings import Settings
from services.registration.tables import erasures
from shared import streams
from shared.database import Pool
from shared.messages import encode, notify, registration
from shared.messages.events_facts import EventsErasureDone
from shared.messages.notify import MailRecorded, MailState, NotifyErasureDone
from shared.messages.registration import ErasureRequested
from shared.outbox import Relay
from shared.sessions import digest_of
from tests.registration.given import BASE_URL, NOON, an_open_event, signed_up, told

ADA = "ada@people.example"


@pytest.fixture
async def jetstream(client: Client) -> JetStreamContext:
    for messages in (registration.MESSAGES, notify.MESSAGES):
        await streams.declare(client.jetstream(), messages)
    return client.jetstream()


async def subjects(jetstream: JetStreamContext) -> list[str]:
    """Of all facts that are in a stream."""
    found: list[str] = []
    for stream in ("REGISTRATION_FACTS", "NOTIFY_FACTS"):
        state = (await jetstream.stream_info(stream, subjects_filter=">")).state
        found += list(state.subjects or {})
    return sorted(found)


async def relay(pool: Pool, jetstream: JetStreamContext) -> None:
    async with pool.acquire() as db:
        while await Relay(pool, jetstream).run_once(db):
            pass


async def purge_all(pool: Pool, jetstream: JetStreamContext, settings: Settings) -> int:
    count = 0
    while await Purging(settings).run_once(pool, jetstream):
        count += 1
    return count


async def ada_signed_up(pool: Pool) -> UUID:
    async with pool.acquire() as db, db.transaction():
        return (await signed_up(db, await an_open_event(db), ADA)).registration_id


async def ada_asked(pool: Pool) -> UUID:
    """Her erasure was requested; its id."""
    async with pool.acquire() as db, db.transaction():
        await request_erasure(db, Person(address_key=ADA), email=ADA, receipt="receipt", base_url=BASE_URL)
        [request] = await told(db, ErasureRequested)
    return request.erasure_id


async def both_answer(pool: Pool, erasure_id: UUID) -> None:
    async with pool.acquire() as db, db.transaction():
        await keep_events_answer(db, EventsErasureDone(erasure_id=erasure_id, counts={"applications": 0}))
        await keep_notify_answer(db, NotifyErasureDone(erasure_id=erasure_id, counts={"mails": 1}))


async def receipt_of(pool: Pool) -> Erasure:
    async with pool.acquire() as db:
        found = await erasures.find(db, digest_of("receipt"))
    assert found
    return found


async def test_nothing_is_purged_before_both_other_services_have_answered(
    pool: Pool, jetstream: JetStreamContext, settings: Settings
) -> None:
    registration_id = await ada_signed_up(pool)
    erasure_id = await ada_asked(pool)
    await relay(pool, jetstream)
    async with pool.acquire() as db, db.transaction():
        await keep_events_answer(db, EventsErasureDone(erasure_id=erasure_id, counts={}))

    assert await purge_all(pool, jetstream, settings) == 0
    assert f"registration.confirmed.{registration_id}" in await subjects(jetstream)
    assert not (await receipt_of(pool)).is_done


async def test_once_they_have_nothing_is_left_but_that_it_was_erased(
    pool: Pool, jetstream: JetStreamContext, settings: Settings
) -> None:
    registration_id = await ada_signed_up(pool)
    mail = MailRecorded(
        registration_id=registration_id, mail_id=uuid4(), kind="any", state=MailState.SENT, recorded_at=NOON
    )
    await jetstream.publish(mail.subject, encode(mail))
    erasure_id = await ada_asked(pool)
    await relay(pool, jetstream)
    await both_answer(pool, erasure_id)

    await purge_all(pool, jetstream, settings)

    assert await subjects(jetstream) == [f"registration.erased.{registration_id}"]
    receipt = await receipt_of(pool)
    assert receipt.is_done
    # Confirmed and the request itself; the mail.
    assert receipt.purged_counts == {"REGISTRATION_FACTS": 2, "NOTIFY_FACTS": 1}
    assert (receipt.events_counts, receipt.notify_counts) == ({"applications": 0}, {"mails": 1})


async def test_what_is_still_on_its_way_into_the_stream_is_waited_for(
    pool: Pool, jetstream: JetStreamContext, settings: Settings
) -> None:
    registration_id = await ada_signed_up(pool)
    await both_answer(pool, await ada_asked(pool))

    assert await purge_all(pool, jetstream, settings) == 0
    await relay(pool, jetstream)
    await purge_all(pool, jetstream, settings)

    assert await subjects(jetstream) == [f"registration.erased.{registration_id}"]


async def test_who_is_forgotten_with_time_waits_for_nobodys_answer(
    pool: Pool, jetstream: JetStreamContext, settings: Settings
) -> None:
    registration_id = await ada_signed_up(pool)
    async with pool.acquire() as db, db.transaction():
        await erase_registrations(db, [registration_id], now=datetime.now(UTC))
    await relay(pool, jetstream)

    await purge_all(pool, jetstream, settings)

    assert await subjects(jetstream) == [f"registration.erased.{registration_id}"]


async def test_a_crash_in_the_middle_is_made_up_for(
    pool: Pool, jetstream: JetStreamContext, settings: Settings
) -> None:
    registration_id = await ada_signed_up(pool)
    erasure_id = await ada_asked(pool)
    await relay(pool, jetstream)
    await both_answer(pool, erasure_id)
    # What was purged is not recorded: the transaction was rolled back.
    await jetstream.purge_stream("REGISTRATION_FACTS", subject=f"registration.*.{registration_id}", keep=1)

    await purge_all(pool, jetstream, settings)

    assert await subjects(jetstream) == [f"registration.erased.{registration_id}"]
    assert (await receipt_of(pool)).is_done


async def test_while_nats_is_away_nothing_is_forgotten_that_is_to_be_purged(
    pool: Pool, jetstream: JetStreamContext, settings: Settings, environment: dict[str, str]
) -> None:
    registration_id = await ada_signed_up(pool)
    erasure_id = await ada_asked(pool)
    await relay(pool, jetstream)
    await both_answer(pool, erasure_id)
    away = Client()
    await streams.connect(away, environment["NATS_URL"], name="away")
    await away.close()

    with pytest.raises(ConnectionClosedError):
        await Purging(settings).run_once(pool, away.jetstream())
    await purge_all(pool, jetstream, settings)

    assert await subjects(jetstream) == [f"registration.erased.{registration_id}"]
    assert (await receipt_of(pool)).is_done


async def test_a_stream_that_does_not_exist_holds_nothing(pool: Pool, client: Client, settings: Settings) -> None:
    await streams.declare(client.jetstream(), registration.MESSAGES)
    await ada_signed_up(pool)
    erasure_id = await ada_asked(pool)
    await relay(pool, client.jetstream())
    await both_answer(pool, erasure_id)

    await purge_all(pool, client.jetstream(), settings)

    assert (await receipt_of(pool)).is_done


async def test_the_worker_purges_by_itself(pool: Pool, jetstream: JetStreamContext, settings: Settings) -> None:
    registration_id = await ada_signed_up(pool)
    erasure_id = await ada_asked(pool)
    await relay(pool, jetstream)
    await both_answer(pool, erasure_id)

    working = asyncio.create_task(Purging(settings).run(pool))
    async with asyncio.timeout(20):
        while not (await receipt_of(pool)).is_done:  # noqa: ASYNC110 - another task does it
            await asyncio.sleep(0.01)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)

    assert await subjects(jetstream) == [f"registration.erased.{registration_id}"]


async def test_a_second_answer_of_a_service_changes_nothing(pool: Pool) -> None:
    await ada_signed_up(pool)
    erasure_id = await ada_asked(pool)
    await both_answer(pool, erasure_id)
    async with pool.acquire() as db, db.transaction():
        await keep_notify_answer(db, NotifyErasureDone(erasure_id=erasure_id, counts={"mails": 0}))

    assert (await receipt_of(pool)).notify_counts == {"mails": 1}
