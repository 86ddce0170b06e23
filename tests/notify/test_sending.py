"""How mails go out: once, whatever the mail server does and however many senders there are."""

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial

import asyncpg
import pytest
from msgspec import structs

from services.notify.domain.mail import LoginVariables, MailKind, NewMail
from services.notify.domain.own_addresses import BounceAddress, read_own_address
from services.notify.sending import Sending
from services.notify.settings import Settings
from services.notify.tables import claims, mails
from shared.database import Connection, Pool, read_json_as_structs
from shared.messages.notify import MailState
from shared.secret import get_or_make
from tests.notify.given import a_login, all_done, eventually, hear, rows, send_all, take_one, tried_again
from tests.notify.postmaster import Postmaster


async def test_what_the_server_says_is_kept(db: Connection, settings: Settings, postmaster: Postmaster) -> None:
    postmaster.after_data = ["250 kept as 4711"]

    await hear(db, settings, a_login())
    await send_all(db, settings)

    [row] = await rows(db)
    assert (row["state"], row["tries"], row["last_answer"]) == ("sent", 1, "250 kept as 4711")


async def test_a_connection_is_used_for_many_mails(db: Connection, settings: Settings, postmaster: Postmaster) -> None:
    await hear(db, settings, *(a_login() for _ in range(5)))

    assert await send_all(db, settings) == [MailState.SENT] * 5
    assert postmaster.connections == 1


async def test_a_mail_refused_for_now_is_sent_later(db: Connection, settings: Settings, postmaster: Postmaster) -> None:
    postmaster.after_data = ["451 try again"]

    await hear(db, settings, a_login())
    assert await send_all(db, settings) == [MailState.QUEUED]
    [row] = await rows(db)
    assert (row["tries"], row["last_answer"]) == (1, "451 try again")
    assert row["due_at"] > datetime.now(UTC)

    await tried_again(db)
    assert await send_all(db, settings) == [MailState.SENT]
    assert len(postmaster.mails) == 1


async def test_a_mail_that_nobody_takes_for_two_days_fails(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    await hear(db, settings, a_login())
    await db.execute("UPDATE mails SET tries = 10")
    postmaster.after_data = ["451 still not"]

    assert await send_all(db, settings) == [MailState.FAILED]


@pytest.mark.parametrize("answers", [{"after_recipient": ["550 no such person"]}, {"after_data": ["554 spam"]}])
async def test_a_mail_refused_for_good_fails_and_stops_no_other(
    db: Connection, settings: Settings, postmaster: Postmaster, answers: dict[str, list[str]]
) -> None:
    for name, said in answers.items():
        setattr(postmaster, name, said.copy())

    await hear(db, settings, a_login(), a_login(email="bob@awo.example"))

    assert await send_all(db, settings) == [MailState.FAILED, MailState.SENT]
    assert [(await rows(db))[0]["last_answer"]] in answers.values()


async def test_a_connection_lost_after_the_mail_brings_it_again_with_the_same_message_id(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    postmaster.after_data = [None]
    postmaster.keeps_before_hanging_up = True

    await hear(db, settings, a_login())
    assert await send_all(db, settings) == [MailState.QUEUED]
    await tried_again(db)
    assert await send_all(db, settings) == [MailState.SENT]

    first, second = (mail["Message-ID"] for mail in postmaster.mails)
    assert first == second
    assert first.endswith("@witten.example>")


async def test_a_mail_server_that_is_away_only_delays(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    await postmaster.close()
    await hear(db, settings, a_login())

    assert await send_all(db, settings) == [MailState.QUEUED]
    assert (await rows(db))[0]["last_answer"].startswith("not connected: ")


async def test_a_wrong_password_is_not_the_mails_fault(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    locked = structs.replace(settings, smtp_url=f"smtp://ada:wrong@127.0.0.1:{postmaster.port}")
    await hear(db, settings, a_login())

    assert await send_all(db, locked) == [MailState.QUEUED]


async def test_a_mail_that_cannot_be_written_stops_no_other(db: Connection, settings: Settings) -> None:
    await hear(db, settings, a_login(), a_login())
    await db.execute("UPDATE mails SET variables = '{}' WHERE id = (SELECT min(id::text)::uuid FROM mails)")

    assert await send_all(db, settings) == [MailState.QUEUED, MailState.SENT]
    assert (await rows(db))[0]["last_answer"].startswith("not written: ")


async def test_two_replicas_send_each_mail_once(pool: Pool, settings: Settings, postmaster: Postmaster) -> None:
    first, second = (asyncio.create_task(Sending(settings).run(pool)) for _ in range(2))
    async with pool.acquire() as db:
        await hear(db, settings, *(a_login() for _ in range(200)))
    await eventually(partial(all_done, pool))
    for each in (first, second):
        each.cancel()
    await asyncio.gather(first, second, return_exceptions=True)

    ids = [mail["Message-ID"] for mail in postmaster.mails]
    assert len(ids) == len(set(ids)) == 200


async def test_a_sender_told_to_stop_ends_its_mail_first(
    pool: Pool, settings: Settings, postmaster: Postmaster
) -> None:
    postmaster.seconds_to_answer = 0.5
    sending = asyncio.create_task(Sending(settings).run(pool))
    async with pool.acquire() as db:
        await hear(db, settings, a_login())
    await postmaster.asked.wait()
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)

    assert [row["state"] for row in await pool.fetch("SELECT state FROM mails")] == ["sent"]
    assert len(postmaster.mails) == 1


async def test_a_sender_goes_on_when_the_database_cuts_its_connections(
    pool: Pool, settings: Settings, postmaster: Postmaster, environment: dict[str, str]
) -> None:
    sending = asyncio.create_task(Sending(settings).run(pool))
    db: Connection = await asyncpg.connect(environment["NOTIFY_DATABASE_URL"])
    await read_json_as_structs(db)
    await hear(db, settings, a_login())
    await eventually(partial(all_done, db))

    await db.execute(
        """
        SELECT pg_terminate_backend(pid)
        FROM pg_stat_activity
        WHERE usename = current_user AND pid <> pg_backend_pid()
        """
    )
    await hear(db, settings, a_login())
    await eventually(partial(all_done, db))
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    await db.close()

    assert len(postmaster.mails) == 2


async def test_while_one_sender_holds_a_mail_another_takes_the_next(
    pool: Pool, settings: Settings, postmaster: Postmaster
) -> None:
    async with pool.acquire() as first, pool.acquire() as second:
        await hear(first, settings, a_login(email="first@awo.example"), a_login(email="second@awo.example"))
        held = await take_one(first, sender=1)
        next_one = await take_one(second, sender=2, per_domain=2)

    assert held is not None
    assert next_one is not None
    assert (held.recipient, next_one.recipient) == ("first@awo.example", "second@awo.example")


@pytest.mark.parametrize("address", ["nobody", "a@b@c.example", "ada@awo.example\r\nRCPT TO:<eve@spam.example>", ""])
async def test_what_is_no_address_fails_without_a_word_to_the_server(
    db: Connection, settings: Settings, postmaster: Postmaster, address: str
) -> None:
    variables = LoginVariables(
        member_id=a_login().member_id, link="https://win.example", expires_at=datetime.now(UTC) + timedelta(minutes=1)
    )
    await mails.insert(
        db,
        NewMail(
            cause="test", kind=MailKind.LOGIN, recipient=address, recipient_name="", language="de", variables=variables
        ),
    )

    assert await send_all(db, settings) == [MailState.FAILED]
    assert postmaster.connections == 0


async def test_an_address_in_another_script_is_reached(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    await hear(db, settings, a_login(email="jürgen@müller.example"), a_login(email="ada@müller.example"))
    await send_all(db, settings)

    assert sorted(postmaster.recipients) == ["ada@xn--mller-kva.example", "jürgen@müller.example"]


async def test_a_bounce_would_come_to_an_address_of_this_mail_alone(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    await hear(db, settings, a_login())
    await send_all(db, settings)

    returns_to = postmaster.envelopes[0].mail_from or ""
    secret = await get_or_make(db)
    mail_id = await db.fetchval("SELECT id FROM mails")
    assert read_own_address(returns_to, secret=secret, mail_from=settings.notify_from) == BounceAddress(mail_id)


async def test_what_a_dead_process_had_in_hand_is_free_again_and_nothing_of_the_living(
    pool: Pool, settings: Settings
) -> None:
    async with pool.acquire() as living, pool.acquire() as db:
        await hear(db, settings, a_login(email="first@awo.example"), a_login(email="second@awo.example"))
        [alive, dead] = await claims.take_numbers(db, 2)
        await claims.hold(living, [alive])
        kept = await take_one(db, sender=alive)
        lost = await take_one(db, sender=dead, per_domain=2)

        await claims.release_of_the_dead(db)

        assert kept is not None
        assert lost is not None
        assert await take_one(db, sender=alive, per_domain=2) == lost
        assert await take_one(db, sender=alive, per_domain=2) is None
