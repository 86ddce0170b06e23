"""One kept conversation with the mail server."""

import asyncio
import re
import time
from contextlib import suppress
from enum import StrEnum
from typing import cast

from aiosmtplib import SMTP, SMTPException
from msgspec import Struct

from services.notify.domain.answer import Answer, Verdict
from services.notify.domain.bouncing import is_about_mailbox
from services.notify.settings import Settings

CONNECT_SECONDS = 30
# Servers hang up on idle clients; a connection that lay still for longer is not worth the risk.
IDLE_SECONDS = 20
ANSWER_LENGTH = 500
# RFC 5321, 4.5.3.1.5 allows 512 octets, and servers more.
LINE_LENGTH = 10_000
GO_AHEAD = 354
CLOSING = 421
# RFC 3463: 4.2 is about this one mailbox, which may be full, and says nothing of its neighbours.
ONE_MAILBOX = re.compile(r"4\d\d 4\.2\.")


class Outgoing(Struct, frozen=True, kw_only=True):
    """A mail as it goes over the wire; `recipient` not in ASCII needs a server that knows SMTPUTF8 (RFC 6531)."""

    sender: str
    recipient: str
    content: bytes


class Step(StrEnum):
    """What a server answers to, in this order."""

    SENDER = "MAIL"
    RECIPIENT = "RCPT"
    DATA = "DATA"
    CONTENT = "."


class Reply(Struct, frozen=True):
    code: int
    text: str

    def is_yes_to(self, step: Step) -> bool:
        return self.code == GO_AHEAD if step is Step.DATA else self.code // 100 == 2


class Replies(asyncio.Protocol):
    """Keeps what the server says until it is read. aiosmtplib, which opens the connection, drops a second reply."""

    def __init__(self) -> None:
        self.received = bytearray()
        self.more = asyncio.Event()
        self.is_lost = False

    def data_received(self, data: bytes) -> None:
        self.received += data
        self.more.set()

    def connection_lost(self, _: Exception | None) -> None:
        self.is_lost = True
        self.more.set()

    async def read(self) -> Reply:
        """Raises ConnectionError when there will be none that can be read."""
        text = ""
        while True:
            line = await self.line()
            text = shortened(f"{text} {line[4:]}")
            if line[3:4] != "-":
                break
        if not line[:3].isdecimal():
            raise ConnectionError(f"no reply: {shortened(line)}")
        return Reply(int(line[:3]), text)

    async def line(self) -> str:
        while (end := self.received.find(b"\n")) < 0:
            if self.is_lost or len(self.received) > LINE_LENGTH:
                raise ConnectionError("Connection lost")
            self.more.clear()
            await self.more.wait()
        line = self.received[:end].decode(errors="replace")
        del self.received[: end + 1]
        return line


class Conversation:
    """A connection that is opened when needed, used for one mail after another, and opened anew when it broke."""

    def __init__(self, settings: Settings) -> None:
        server = settings.smtp
        self.smtp = SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user or None,
            password=server.password or None,
            use_tls=server.scheme == "smtps",
            start_tls=server.scheme == "smtp+starttls",
            local_hostname=settings.own_name,
            timeout=CONNECT_SECONDS,
        )
        self.answer_seconds = settings.answer_seconds
        self.replies = Replies()
        self.used_at = 0.0

    async def announce(self, mail: Outgoing) -> Answer | None:
        """All that comes before the mail itself: an answer only when the server does not want it.

        Never raises for what a server or a network can do, and neither do `transfer` and `hand_over`.
        """
        try:
            await self.open()
        except (SMTPException, OSError) as error:
            # Neither a wrong password nor a broken certificate is the mail's fault.
            return Answer(verdict=Verdict.LATER, text=shortened(f"not connected: {error}"))
        if not mail.recipient.isascii() and not self.smtp.supports_extension("smtputf8"):
            return Answer(verdict=Verdict.REFUSED, text="not sent: SMTPUTF8 is not supported by this server")
        try:
            replies = await self.say(*self.envelope_of(mail))
        except OSError as error:
            return self.lost(error)
        refused = next((each for each in zip(Step, replies, strict=False) if not each[1].is_yes_to(each[0])), None)
        if refused is None:
            return None
        await self.start_over(replies)
        return answer_to(*refused)

    def transfer(self, mail: Outgoing) -> None:
        """The mail that was announced, but for the line that ends it: without that the server has nothing yet.

        RFC 5321, 4.5.2: a line that begins with a dot gets another.
        """
        # That the connection broke is seen when the mail is handed over.
        with suppress(OSError):
            self.transport.write(mail.content.replace(b"\r\n.", b"\r\n.."))

    async def hand_over(self) -> Answer:
        """The end of the mail: from here on the server may have it, whatever we hear of that."""
        try:
            [reply] = await self.say(b".\r\n")
        except OSError as error:
            return self.lost(error)
        if reply.code == CLOSING:
            self.smtp.close()
        return answer_to(Step.CONTENT, reply)

    async def open(self) -> None:
        await self.close_if_idle()
        if self.is_open:
            return
        self.smtp.close()
        await self.smtp.connect()
        if self.smtp.is_ehlo_or_helo_needed:
            await self.smtp.ehlo()
        self.replies = Replies()
        self.transport.set_protocol(self.replies)

    @property
    def transport(self) -> asyncio.Transport:
        if self.smtp.transport is None:
            raise ConnectionError("Connection lost")
        return cast(asyncio.Transport, self.smtp.transport)

    @property
    def is_open(self) -> bool:
        """A server that says something nobody asked for says goodbye."""
        return self.smtp.transport is not None and not self.transport.is_closing() and not self.replies.received

    def envelope_of(self, mail: Outgoing) -> list[bytes]:
        options = "" if mail.recipient.isascii() else " SMTPUTF8"
        if self.smtp.supports_extension("size"):
            options += f" SIZE={len(mail.content)}"
        sender, recipient = f"MAIL FROM:<{mail.sender}>{options}\r\n", f"RCPT TO:<{mail.recipient}>\r\n"
        return [sender.encode(), recipient.encode(), b"DATA\r\n"]

    async def say(self, *lines: bytes) -> list[Reply]:
        """All at once when the server bears it (RFC 2920), else one by one until one is refused.

        Raises OSError when the connection broke or the server took too long.
        """
        groups = [lines] if self.smtp.supports_extension("pipelining") else [(line,) for line in lines]
        replies: list[Reply] = []
        for group in groups:
            self.transport.write(b"".join(group))
            async with asyncio.timeout(self.answer_seconds):
                for _ in group:
                    replies.append(await self.replies.read())
                    if replies[-1].code == CLOSING:
                        break
            self.used_at = time.monotonic()
            if replies[-1].code >= 400:
                break
        return replies

    async def start_over(self, replies: list[Reply]) -> None:
        """A mail that was refused leaves the server in the middle of it."""
        if replies[-1].code in (GO_AHEAD, CLOSING):
            # It would take an empty mail to nobody.
            self.smtp.close()
        else:
            with suppress(OSError):
                await self.say(b"RSET\r\n")

    def lost(self, error: OSError) -> Answer:
        """An answer that comes after all must not be taken for the next mail's."""
        self.smtp.close()
        return Answer(verdict=Verdict.BUSY, text=shortened(f"connection lost: {str(error) or 'no answer'}"))

    async def close_if_idle(self) -> None:
        if self.is_open and time.monotonic() - self.used_at > IDLE_SECONDS:
            await self.close()

    async def close(self) -> None:
        if self.is_open:
            with suppress(OSError):
                await self.say(b"QUIT\r\n")
        self.smtp.close()


def answer_to(step: Step, reply: Reply) -> Answer:
    text = shortened(f"{reply.code} {reply.text}")
    return Answer(verdict=Verdict.TAKEN if reply.is_yes_to(step) else verdict_of(step, reply, text), text=text)


def verdict_of(step: Step, reply: Reply, text: str) -> Verdict:
    """5xx is final; anything else may go well another time."""
    if reply.code >= 500:
        is_unreachable = step is Step.RECIPIENT and is_about_mailbox(text)
        return Verdict.UNREACHABLE if is_unreachable else Verdict.REFUSED
    # What a server says to us as a sender is not about where the mail goes.
    is_alone = step is Step.SENDER or ONE_MAILBOX.match(text)
    return Verdict.LATER if is_alone else Verdict.BUSY


def shortened(text: str) -> str:
    """One line, since servers may say anything at any length."""
    return " ".join(text.replace("\x00", "").split())[:ANSWER_LENGTH]
