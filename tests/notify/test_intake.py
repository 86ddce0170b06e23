"""The intake as a mail server meets it: it says yes once, to what is ours, and bears whatever else is said."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiosmtplib import SMTP, SMTPDataError, SMTPRecipientRefused, SMTPSenderRefused
from msgspec import structs

from deploy.local.ports import free_ports
from services.notify import intake_talk
from services.notify.commands.take_in import MOST_ABOUT_ONE
from services.notify.intake import Intake
from tests.notify.given import eventually
from tests.notify.returning import GRACE, Handing

A_MAIL = b"From: grace@people.example\r\nSubject: x\r\n\r\nx\r\n"


class Line:
    """A connection on which anything can be said."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def say(self, text: bytes) -> bytes:
        self.writer.write(text)
        await self.writer.drain()
        return await self.hear()

    async def hear(self) -> bytes:
        line = await self.reader.readline()
        while line[3:4] == b"-":
            line = await self.reader.readline()
        return line[:3]

    async def begin(self, handing: Handing, *, greeting: bytes = b"EHLO mx.example") -> None:
        assert await self.hear() == b"220"
        assert await self.say(greeting + b"\r\n") == b"250"
        assert await self.say(b"MAIL FROM:<grace@people.example>\r\n") == b"250"
        assert await self.say(f"RCPT TO:<{handing.organiser}>\r\n".encode()) == b"250"
        assert await self.say(b"DATA\r\n") == b"354"


Call = Callable[[], Awaitable[Line]]


@pytest.fixture
async def call(handing: Handing) -> AsyncIterator[Call]:
    """Opens a connection; all are closed at the end."""
    opened: list[Line] = []

    async def open_line() -> Line:
        opened.append(Line(*await asyncio.open_connection("127.0.0.1", handing.settings.intake_port)))
        return opened[-1]

    yield open_line
    for line in opened:
        line.writer.close()


@pytest.fixture
async def line(call: Call) -> Line:
    return await call()


@pytest.mark.parametrize("address", ["ada@elsewhere.example", "calendar@witten.example", "postmaster"])
async def test_the_intake_relays_for_nobody(handing: Handing, address: str) -> None:
    assert await handing.hand_over(A_MAIL, to=address) in (550, 553)
    assert await handing.reasons() == []


async def test_a_mail_of_twenty_megabytes_is_refused_before_it_is_sent(handing: Handing) -> None:
    async with SMTP(hostname="127.0.0.1", port=handing.settings.intake_port, start_tls=False) as smtp:
        with pytest.raises(SMTPSenderRefused) as refused:
            await smtp.sendmail(GRACE, handing.organiser, b"x" * 20_000_000)

    assert refused.value.code == 552


async def test_who_does_not_say_how_large_it_is_hears_no_in_the_middle_of_it(handing: Handing, line: Line) -> None:
    await line.begin(handing)

    assert await line.say(b"x" * 70 + b"\r\n" + A_MAIL * 60_000) == b"552"
    assert await handing.reasons() == []


async def test_who_sends_it_all_the_same_hears_no_at_the_end(handing: Handing) -> None:
    async with SMTP(hostname="127.0.0.1", port=handing.settings.intake_port, start_tls=False) as smtp:
        await smtp.mail(GRACE)
        await smtp.rcpt(handing.organiser)
        with pytest.raises(SMTPDataError) as refused:
            await smtp.data(b"A line of an endless mail.\r\n" * 750_000)

    assert refused.value.code == 552
    assert await handing.reasons() == []


async def test_millions_of_empty_lines_are_too_many(handing: Handing, line: Line) -> None:
    await line.begin(handing)

    assert await line.say(b"\n" * (intake_talk.MOST_LINES + 1)) == b"552"


async def test_a_line_that_never_ends_is_refused(handing: Handing, line: Line) -> None:
    await line.begin(handing)

    assert await line.say(b"Subject: " + b"x" * 100_000 + b"\r\n.\r\n") == b"500"
    assert await handing.reasons() == []


async def test_each_mail_is_for_one_of_us(handing: Handing) -> None:
    async with SMTP(hostname="127.0.0.1", port=handing.settings.intake_port, start_tls=False) as smtp:
        await smtp.mail(GRACE)
        await smtp.rcpt(handing.organiser)
        with pytest.raises(SMTPRecipientRefused) as refused:
            await smtp.rcpt(handing.bounces_to)

    assert refused.value.code == 452


async def test_when_too_many_talk_the_next_is_asked_to_come_back(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake_talk, "MOST_TALKS", 2)
    first, second = await call(), await call()
    assert [await first.hear(), await second.hear()] == [b"220", b"220"]

    third = await call()
    assert await third.hear() == b"421"
    assert await third.reader.read() == b""

    assert await first.say(b"QUIT\r\n") == b"221"
    await first.reader.read()

    async def is_welcome() -> bool:
        return await (await call()).hear() == b"220"

    await eventually(is_welcome)


async def test_who_falls_silent_is_hung_up_on(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake_talk, "SILENCE_SECONDS", 0.1)
    line = await call()
    assert await line.hear() == b"220"

    assert await line.reader.read() == b""


async def test_a_mail_is_not_taken_while_the_database_is_away_and_comes_again(handing: Handing) -> None:
    await handing.pool.execute("ALTER TABLE received_mails RENAME TO away")
    try:
        assert await handing.answer("typed_gmail_with_our_invitation") == 451
    finally:
        await handing.pool.execute("ALTER TABLE away RENAME TO received_mails")

    assert await handing.answer("typed_gmail_with_our_invitation") == 250
    assert await handing.reasons() == ["typed"]


async def test_a_mail_that_is_handed_over_twice_is_kept_once(handing: Handing) -> None:
    for _ in range(2):
        assert await handing.answer("typed_gmail_with_our_invitation") == 250

    assert await handing.reasons() == ["typed"]


async def test_a_machine_that_answers_without_end_is_stopped(handing: Handing) -> None:
    answers = [
        await handing.hand_over(b"Subject: %d\r\n\r\nx\r\n" % number, to=handing.organiser)
        for number in range(MOST_ABOUT_ONE + 2)
    ]

    assert answers == [250] * MOST_ABOUT_ONE + [552] * 2
    assert len(await handing.reasons()) == MOST_ABOUT_ONE
    assert await handing.answer("reply_google_declined") == 250


async def test_who_hangs_up_in_the_middle_of_a_mail_has_sent_nothing(handing: Handing, line: Line) -> None:
    await line.begin(handing)
    line.writer.write(A_MAIL)
    await line.writer.drain()
    line.writer.transport.abort()

    assert await handing.answer("typed_gmail_with_our_invitation") == 250
    assert await handing.reasons() == ["typed"]


async def test_mails_come_in_by_lmtp_too(handing: Handing, call: Call) -> None:
    [port] = free_ports(1)
    local = structs.replace(handing.settings, intake_port=port, intake_protocol="lmtp")
    running = asyncio.create_task(Intake(local).run(handing.pool))
    handing.settings = local
    await eventually(handing.is_open)
    line = await call()

    await line.begin(handing, greeting=b"LHLO mx.example")
    assert await line.say(A_MAIL + b".\r\n") == b"250"

    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert await handing.reasons() == ["typed"]


async def test_an_intake_that_stops_leaves_nobody_on_the_line(handing: Handing, call: Call) -> None:
    [port] = free_ports(1)
    handing.settings = structs.replace(handing.settings, intake_port=port)
    running = asyncio.create_task(Intake(handing.settings).run(handing.pool))
    await eventually(handing.is_open)
    line = await call()
    assert await line.hear() == b"220"

    running.cancel()
    await asyncio.gather(running, return_exceptions=True)

    assert await line.reader.read() == b""
