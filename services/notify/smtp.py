"""One kept conversation with the mail server."""

import time
from contextlib import suppress
from enum import StrEnum

from aiosmtplib import (
    SMTP,
    SMTPException,
    SMTPNotSupported,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
)
from msgspec import Struct

from services.notify.settings import SmtpServer

# RFC 5321, 4.5.3.2: a server may take ten minutes to say yes, and to hang up earlier would send the mail twice.
CONNECT_SECONDS = 30
ANSWER_SECONDS = 600
# Servers hang up on idle clients; a connection that lay still for longer is not worth the risk.
IDLE_SECONDS = 20
ANSWER_LENGTH = 500


class Outgoing(Struct, frozen=True, kw_only=True):
    """A mail as it goes over the wire; `recipient` not in ASCII needs a server that knows SMTPUTF8 (RFC 6531)."""

    sender: str
    recipient: str
    content: bytes


class Verdict(StrEnum):
    TAKEN = "taken"
    LATER = "later"
    REFUSED = "refused"


class Answer(Struct, frozen=True, kw_only=True):
    """What came of handing a mail over, and the server's own words."""

    verdict: Verdict
    text: str


class Conversation:
    """A connection that is opened when needed, used for one mail after another, and opened anew when it broke."""

    def __init__(self, server: SmtpServer, *, own_name: str) -> None:
        self.smtp = SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user or None,
            password=server.password or None,
            use_tls=server.scheme == "smtps",
            start_tls=server.scheme == "smtp+starttls",
            local_hostname=own_name,
            timeout=CONNECT_SECONDS,
        )
        self.used_at = 0.0

    async def hand_over(self, mail: Outgoing) -> Answer:
        """What the server says to the mail; never raises for what a server or a network can do."""
        try:
            await self.open()
        except (SMTPException, OSError) as error:
            # Neither a wrong password nor a broken certificate is the mail's fault.
            return Answer(verdict=Verdict.LATER, text=shortened(f"not connected: {error}"))
        try:
            options = [] if mail.recipient.isascii() else ["SMTPUTF8"]
            _, text = await self.smtp.sendmail(
                mail.sender, mail.recipient, mail.content, mail_options=options, timeout=ANSWER_SECONDS
            )
        except (SMTPException, OSError, ValueError) as error:
            return answer_of(error)
        finally:
            self.used_at = time.monotonic()
        return Answer(verdict=Verdict.TAKEN, text=shortened(f"250 {text}"))

    async def open(self) -> None:
        await self.close_if_idle()
        if not self.smtp.is_connected:
            await self.smtp.connect()

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
        case SMTPRecipientsRefused(recipients=[refused, *_]):
            return answer_of(refused)
        case SMTPServerDisconnected():
            return Answer(verdict=Verdict.LATER, text=shortened(f"connection lost: {error}"))
        case SMTPResponseException(code=code):
            verdict = Verdict.REFUSED if code >= 500 else Verdict.LATER
            return Answer(verdict=verdict, text=shortened(f"{code} {error.message}"))
        case SMTPNotSupported() | ValueError():
            return Answer(verdict=Verdict.REFUSED, text=shortened(f"not sent: {error}"))
    return Answer(verdict=Verdict.LATER, text=shortened(f"connection lost: {error}"))


def shortened(text: str) -> str:
    """One line, since servers may say anything at any length."""
    return " ".join(text.replace("\x00", "").split())[:ANSWER_LENGTH]
