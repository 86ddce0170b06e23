"""What became of each mail about a registration is told, so that its history can name it."""

import asyncio

import asyncpg
import msgspec

from services.notify.sending import Sending
from services.notify.settings import Settings
from shared.database import Connection, Pool
from shared.messages.notify import MailRecorded, MailState
from shared.messages.registration import RegistrationConfirmed
from tests.notify.given import (
    PATIENCE_SECONDS,
    a_login,
    a_registration,
    a_series,
    an_event,
    hear,
    send_all,
    tried_again,
)
from tests.notify.postmaster import Postmaster
from tests.notify.test_bookings import booked


async def recorded(db: Connection) -> list[MailRecorded]:
    bodies = await db.fetch("SELECT body FROM outbox WHERE subject LIKE 'notify.mail.%' ORDER BY id")
    return [msgspec.json.decode(row["body"], type=MailRecorded) for row in bodies]


async def test_a_mail_is_told_of_once_it_is_done(db: Connection, settings: Settings, postmaster: Postmaster) -> None:
    event = an_event()
    first = a_registration(event_id=event.id)
    second = a_registration(event_id=event.id, email="ada@elsewhere.example")
    await hear(db, settings, event, first, second, a_login())
    postmaster.after_data = ["451 later", "550 never"]

    assert await send_all(db, settings) == [MailState.QUEUED, MailState.FAILED, MailState.SENT]
    [failed] = await recorded(db)
    assert (failed.registration_id, failed.kind, failed.state) == (
        second.registration_id,
        "registration_confirmed",
        MailState.FAILED,
    )

    await tried_again(db)
    await send_all(db, settings)
    assert [(each.registration_id, each.state) for each in await recorded(db)] == [
        (second.registration_id, MailState.FAILED),
        (first.registration_id, MailState.SENT),
    ]


async def test_the_mail_about_a_booking_is_told_of_for_each_date(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = a_series()
    facts = [booked(event, number, RegistrationConfirmed) for number in range(3)]
    await hear(db, settings, event, *facts)
    await send_all(db, settings)

    told = await recorded(db)
    assert {each.registration_id for each in told} == {fact.registration_id for fact in facts}
    assert [each.state for each in told] == [MailState.SENT] * 3
    assert len(postmaster.mails) == 1


async def test_the_relay_is_woken_when_a_sender_is_done(
    pool: Pool, settings: Settings, postmaster: Postmaster, environment: dict[str, str]
) -> None:
    event = an_event()
    async with pool.acquire() as db:
        await hear(db, settings, event, a_registration(event_id=event.id))
    woken = asyncio.Event()
    listening: Connection = await asyncpg.connect(environment["NOTIFY_DATABASE_URL"])
    await listening.add_listener("outbox", lambda *_: woken.set())
    sending = asyncio.create_task(Sending(settings).run(pool))
    async with asyncio.timeout(PATIENCE_SECONDS):
        await woken.wait()
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    await listening.close()

    assert await pool.fetchval("SELECT count(*) FROM outbox WHERE subject LIKE 'notify.mail.%'") == 1
