"""Servers that hang, refuse, hang up or take their time: only mails to their own domain wait for it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial

import pytest
from msgspec import structs

from services.notify import sending
from services.notify.sending import Sending
from services.notify.settings import Settings
from shared.database import Connection, Pool
from shared.messages.notify import MailState
from shared.messages.registration import RegistrationCancelled
from tests.notify.given import (
    a_login,
    a_registration,
    all_done,
    an_event,
    eventually,
    hear,
    rows,
    send_all,
    take_one,
    tried_again,
)
from tests.notify.postmaster import Postmaster


@asynccontextmanager
async def replicas(pool: Pool, settings: Settings, count: int = 1) -> AsyncIterator[None]:
    at_work = [asyncio.create_task(Sending(settings).run(pool)) for _ in range(count)]
    yield
    for each in at_work:
        each.cancel()
    await asyncio.gather(*at_work, return_exceptions=True)


async def queue(pool: Pool, settings: Settings, *addresses: str) -> None:
    async with pool.acquire() as db:
        await hear(db, settings, *(a_login(email=address) for address in addresses))


async def holds(condition: Callable[[], bool]) -> bool:
    return condition()


@pytest.mark.parametrize("step", ["recipient", "data"])
async def test_while_a_server_hangs_the_mails_to_all_other_domains_go_on(
    pool: Pool, settings: Settings, postmaster: Postmaster, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    monkeypatch.setattr(sending, "PATIENCE_SECONDS", 0.05)
    postmaster.hang("slow.example", step)
    addresses = [f"{number}@quick.example" for number in range(20)]

    async with replicas(pool, settings):
        await queue(pool, settings, *(f"{number}@slow.example" for number in range(20)), *addresses)
        await eventually(lambda: holds(lambda: set(addresses) <= set(postmaster.recipients)))
        assert not any(recipient.endswith("slow.example") for recipient in postmaster.recipients)
        postmaster.go_on()
        await eventually(partial(all_done, pool))

    ids = [mail["Message-ID"] for mail in postmaster.mails]
    assert len(ids) == len(set(ids)) == 40


async def test_a_server_that_never_answers_is_left_and_tried_again(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    postmaster.hang("slow.example", "recipient")
    impatient = structs.replace(settings, answer_seconds=1)
    await hear(db, settings, a_login(email="ada@slow.example"), a_login(email="ada@quick.example"))

    assert await send_all(db, impatient) == [MailState.QUEUED, MailState.SENT]
    assert (await rows(db))[0]["last_answer"].startswith("connection lost: ")
    postmaster.go_on()
    await tried_again(db)
    assert await send_all(db, impatient) == [MailState.SENT]


@pytest.mark.parametrize("said", ["421 closing", "450 4.7.1 greylisted", "451 come again"])
async def test_a_domain_that_says_later_rests_while_others_get_their_mails(
    db: Connection, settings: Settings, postmaster: Postmaster, said: str
) -> None:
    postmaster.after_recipient = [said]
    addresses = ("a@grey.example", "b@grey.example", "c@white.example")
    await hear(db, settings, *(a_login(email=address) for address in addresses))

    assert await send_all(db, settings) == [MailState.QUEUED, MailState.SENT]
    assert postmaster.recipients == ["c@white.example"]
    assert [row["tries"] for row in await rows(db)] == [1, 0, 1]

    await tried_again(db)
    assert await send_all(db, settings) == [MailState.SENT] * 2
    assert await db.fetchval("SELECT count(*) FROM resting_domains") == 0


async def test_a_domain_rests_longer_each_time_in_a_row(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    postmaster.after_recipient = ["451 later"] * 3
    await hear(db, settings, a_login())
    rests = []
    for _ in range(3):
        await send_all(db, settings)
        rests.append(await db.fetchval("SELECT until - clock_timestamp() FROM resting_domains"))
        await tried_again(db)

    assert rests == sorted(rests)
    assert rests[0] < rests[-1] / 2


async def test_one_full_mailbox_is_not_its_neighbours_fault(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    postmaster.after_recipient = ["452 4.2.2 mailbox full"]
    await hear(db, settings, a_login(email="full@people.example"), a_login(email="empty@people.example"))

    assert await send_all(db, settings) == [MailState.QUEUED, MailState.SENT]


async def test_a_server_that_hangs_up_after_the_mail_gets_it_once_more_as_the_same_one(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    postmaster.after_data = [None]
    postmaster.keeps_before_hanging_up = True
    await hear(db, settings, a_login(), a_login(email="bob@elsewhere.example"))

    assert await send_all(db, settings) == [MailState.QUEUED, MailState.SENT]
    await tried_again(db)
    assert await send_all(db, settings) == [MailState.SENT]
    assert len({mail["Message-ID"] for mail in postmaster.mails}) == 2


@pytest.mark.parametrize(
    ("said", "next_one"),
    [
        ("550 no such person", MailState.SKIPPED),
        ("550 5.1.1 unknown", MailState.SKIPPED),
        ("550 5.7.1 we do not like you", MailState.SENT),
        ("552 5.2.2 mailbox full", MailState.SENT),
        ("554 5.7.1 on a list", MailState.SENT),
    ],
)
async def test_only_a_mailbox_that_there_is_not_is_given_up(
    db: Connection, settings: Settings, postmaster: Postmaster, said: str, next_one: MailState
) -> None:
    postmaster.after_recipient = [said]
    await hear(db, settings, a_login(), a_login())

    assert await send_all(db, settings) == [MailState.FAILED, next_one]


async def test_a_server_that_takes_one_line_at_a_time_gets_no_more(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    postmaster.extensions = []
    postmaster.after_recipient = ["550 5.7.1 we do not like you"]
    await hear(db, settings, a_login(), a_login(email="bob@elsewhere.example"))

    assert await send_all(db, settings) == [MailState.FAILED, MailState.SENT]
    assert postmaster.connections == 1


async def test_a_server_that_goes_ahead_without_a_recipient_gets_no_empty_mail(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    postmaster.goes_ahead_without_recipient = True
    postmaster.after_recipient = ["550 5.7.1 we do not like you"]
    await hear(db, settings, a_login(), a_login(email="bob@elsewhere.example"))

    assert await send_all(db, settings) == [MailState.FAILED, MailState.SENT]
    assert len(postmaster.mails) == 1


async def test_what_a_sender_comes_to_late_is_looked_at_anew(
    pool: Pool, settings: Settings, postmaster: Postmaster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "BATCH_SECONDS", 0)
    event = an_event()
    postmaster.hang("first.example", "data")
    second = a_registration(event_id=event.id)
    async with pool.acquire() as db:
        await hear(db, settings, event, a_registration(event_id=event.id, email="ada@first.example"), second)
    async with replicas(pool, settings):
        await postmaster.asked.wait()
        about = {"event_id": event.id, "registration_id": second.registration_id}
        cancelled = a_registration(RegistrationCancelled, **about)
        async with pool.acquire() as db:
            await hear(db, settings, cancelled)
        postmaster.go_on()
        await eventually(partial(all_done, pool))

    async with pool.acquire() as db:
        states = {(row["kind"], row["recipient"]): row["state"] for row in await rows(db)}
    assert states["registration_confirmed", "grace@people.example"] == "skipped"
    assert states["registration_cancelled", "grace@people.example"] == "sent"


async def test_what_is_in_hand_for_an_address_that_there_is_not_is_not_sent_either(
    pool: Pool, settings: Settings, postmaster: Postmaster
) -> None:
    postmaster.after_recipient = ["550 5.1.1 unknown"]

    await queue(pool, settings, *["ada@people.example"] * 5)
    async with replicas(pool, settings):
        await eventually(partial(all_done, pool))

    async with pool.acquire() as db:
        assert [row["state"] for row in await rows(db)] == ["failed"] + ["skipped"] * 4


async def test_no_domain_gets_more_mails_at_once_than_its_limit_over_all_replicas(
    pool: Pool, settings: Settings, postmaster: Postmaster
) -> None:
    limited = structs.replace(settings, per_domain=3)
    postmaster.seconds_to_answer = 0.01

    async with replicas(pool, limited, 2):
        await queue(pool, settings, *(f"{number}@{number % 2}.example" for number in range(120)))
        await eventually(partial(all_done, pool))

    assert postmaster.most_at_once.keys() == {"0.example", "1.example"}
    assert max(postmaster.most_at_once.values()) <= 3
    assert len(postmaster.mails) == 120


async def test_a_domain_that_failed_last_gets_one_mail_at_a_time(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    postmaster.after_recipient = ["451 later"]
    await hear(db, settings, *(a_login(email=f"{number}@people.example") for number in range(3)))
    await send_all(db, settings)
    await tried_again(db)

    assert await take_one(db, sender=1, per_domain=5) is not None
    assert await take_one(db, sender=2, per_domain=5) is None


async def test_what_somebody_waits_for_goes_before_what_goes_to_many(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    await hear(db, settings, a_login(email="many@people.example"), a_login(email="ada@people.example"))
    await db.execute("UPDATE mails SET priority = 2 WHERE recipient LIKE 'many%'")

    await send_all(db, settings)

    assert postmaster.recipients == ["ada@people.example", "many@people.example"]
