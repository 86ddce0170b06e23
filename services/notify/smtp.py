"""One kept conversation with the mail server."""

import re
import time
from contextlib import suppress

from aiosmtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPNotSupported,
    SMTPRecipientRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)
from msgspec import Struct

from services.notify.domain.answer import Answer, Verdict
from services.notify.domain.bouncing import is_about_mailbox
from services.notify.settings import Settings

CONNECT_SECONDS = 30
# Servers hang up on idle clients; a connection that lay still for longer is not worth the risk.
IDLE_SECONDS = 20
ANSWER_LENGTH = 500
GO_AHEAD = 354
TAKEN = 250
CLOSING = 421
# RFC 3463: 4.2 is about this one mailbox, which may be full, and says nothing of its neighbours.
ONE_MAILBOX = re.compile(r"4\d\d 4\.2\.")


class Outgoing(Struct, frozen=True, kw_only=True):
    """A mail as it goes over the wire; `recipient` not in ASCII needs a server that knows SMTPUTF8 (RFC 6531)."""

    sender: str
    recipient: str
    content: bytes


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
        self.used_at = 0.0

    async def announce(self, mail: Outgoing) -> Answer | None:
        """All that comes before the mail itself: an answer only when the server does not want it.

        Never raises for what a server or a network can do, and neither does `hand_over`.
        """
        try:
            await self.open()
        except (SMTPException, OSError) as error:
            # Neither a wrong password nor a broken certificate is the mail's fault.
            return Answer(verdict=Verdict.LATER, text=shortened(f"not connected: {error}"))
        try:
            await self.send_envelope(mail)
        except (SMTPException, OSError, ValueError) as error:
            await self.start_over()
            return answer_of(error)
        return None

    async def hand_over(self, mail: Outgoing) -> Answer:
        """The mail that was announced; from its last byte on the server may have it, whatever we hear of that."""
        try:
            text = await self.send_content(mail.content)
        except (SMTPException, OSError) as error:
            return answer_of(error)
        finally:
            self.used_at = time.monotonic()
        return Answer(verdict=Verdict.TAKEN, text=shortened(f"{TAKEN} {text}"))

    async def open(self) -> None:
        await self.close_if_idle()
        if not self.smtp.is_connected:
            await self.smtp.connect()
            if self.smtp.is_ehlo_or_helo_needed:
                await self.smtp.ehlo()

    async def send_envelope(self, mail: Outgoing) -> None:
        encoding, options = "ascii", []
        if not mail.recipient.isascii():
            if not self.smtp.supports_extension("smtputf8"):
                raise SMTPNotSupported("SMTPUTF8 is not supported by this server")
            encoding, options = "utf-8", ["SMTPUTF8"]
        if self.smtp.supports_extension("size"):
            options.append(f"SIZE={len(mail.content)}")
        await self.smtp.mail(mail.sender, options=options, encoding=encoding, timeout=self.answer_seconds)
        await self.smtp.rcpt(mail.recipient, encoding=encoding, timeout=self.answer_seconds)
        code, text = await self.smtp.execute_command(b"DATA", timeout=self.answer_seconds)
        if code != GO_AHEAD:
            raise SMTPDataError(code, text)

    async def send_content(self, content: bytes) -> str:
        """The last of the server's words. RFC 5321, 4.5.2: a line that begins with a dot gets another."""
        protocol = self.smtp.protocol
        if protocol is None:
            raise SMTPServerDisconnected("Connection lost")
        try:
            protocol.write(content.replace(b"\r\n.", b"\r\n..") + b".\r\n")
            code, text = await protocol.read_response(timeout=self.answer_seconds)
        except (SMTPException, OSError):
            # An answer that comes after all must not be taken for the next mail's.
            self.smtp.close()
            raise
        if code == CLOSING:
            self.smtp.close()
        if code != TAKEN:
            raise SMTPDataError(code, text)
        return text

    async def start_over(self) -> None:
        """A mail that was refused leaves the server in the middle of it."""
        self.used_at = time.monotonic()
        if self.smtp.is_connected:
            try:
                await self.smtp.rset(timeout=CONNECT_SECONDS)
            except (SMTPException, OSError):
                self.smtp.close()

    async def close_if_idle(self) -> None:
        if self.smtp.is_connected and time.monotonic() - self.used_at > IDLE_SECONDS:
            await self.close()

    async def close(self) -> None:
        if self.smtp.is_connected:
            with suppress(SMTPException, OSError):
                await self.smtp.quit(timeout=CONNECT_SECONDS)
        self.smtp.close()


def answer_of(error: Exception) -> Answer:
    """5xx, and what no server would take, is final; 4xx and a lost connection may go well another time."""
    match error:
        case SMTPResponseException(code=code):
            text = shortened(f"{code} {error.message}")
            return Answer(verdict=verdict_of(error, text), text=text)
        case SMTPNotSupported() | ValueError():
            return Answer(verdict=Verdict.REFUSED, text=shortened(f"not sent: {error}"))
    return Answer(verdict=Verdict.BUSY, text=shortened(f"connection lost: {error}"))


def verdict_of(error: SMTPResponseException, text: str) -> Verdict:
    if error.code >= 500:
        is_recipient = isinstance(error, SMTPRecipientRefused)
        return Verdict.UNREACHABLE if is_recipient and is_about_mailbox(text) else Verdict.REFUSED
    # What a server says to us as a sender is not about where the mail goes.
    is_alone = isinstance(error, SMTPSenderRefused) or ONE_MAILBOX.match(text)
    return Verdict.LATER if is_alone else Verdict.BUSY


def shortened(text: str) -> str:
    """One line, since servers may say anything at any length."""
    return " ".join(text.replace("\x00", "").split())[:ANSWER_LENGTH]
