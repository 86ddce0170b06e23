"""Conversations with the intake, and how much can be said in them."""

import asyncio
from typing import cast

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP

from services.notify.settings import Settings

# Bounces bring our mails back, which are small; and nobody has to send us films.
LARGEST_MAIL = 2 * 1024 * 1024
# With what is said to hand it over.
LARGEST_TALK = LARGEST_MAIL + 64 * 1024
MOST_LINES = 50_000
# More than the 998 octets that are allowed (RFC 5322, 2.1.1), since not all keep to it.
LONGEST_LINE = 16 * 1024
# Each may have a mail in memory.
MOST_TALKS = 20
# Mails in one conversation, or anything else that can be said in it.
MOST_COMMANDS = 1000
SILENCE_SECONDS = 300
TOO_LARGE = b"552 5.3.4 This is more than we take\r\n"
END_OF_MAIL = b"\r\n.\r\n"
BUSY = b"421 4.3.2 Too many talk to us already, please come back\r\n"


class Talks:
    """All conversations of an intake; `clerk` says what is answered."""

    def __init__(self, clerk: object, settings: Settings) -> None:
        self.clerk = clerk
        self.settings = settings
        self.transports: set[asyncio.WriteTransport] = set()

    def begin(self) -> asyncio.Protocol:
        if len(self.transports) >= MOST_TALKS:
            return Busy()
        return {"smtp": Talk, "lmtp": LocalTalk}[self.settings.intake_protocol](self)

    def cut_off(self) -> None:
        """Whoever has not heard our yes comes again."""
        for transport in list(self.transports):
            transport.abort()


class Talk(SMTP):
    """SMTP with an end to what can be said: nothing beyond is kept in memory, and whoever says it hears so at once."""

    line_length_limit = LONGEST_LINE

    def __init__(self, talks: Talks) -> None:
        super().__init__(
            talks.clerk,
            data_size_limit=LARGEST_MAIL,
            enable_SMTPUTF8=True,
            hostname=talks.settings.mail_domain,
            ident="takes in what comes back",
            timeout=SILENCE_SECONDS,
            command_call_limit=MOST_COMMANDS,
        )
        self.transports = talks.transports
        self.is_too_large = False
        self.unheard = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.line = cast("asyncio.WriteTransport", transport)
        self.transports.add(self.line)

    def connection_lost(self, error: Exception | None) -> None:
        self.transports.discard(self.line)
        super().connection_lost(error)

    def _set_post_data_state(self) -> None:
        """Where aiosmtpd begins with a new mail."""
        super()._set_post_data_state()  # type: ignore[no-untyped-call]
        self.heard_bytes = self.heard_lines = 0

    def data_received(self, data: bytes) -> None:
        self.heard_bytes += len(data)
        self.heard_lines += data.count(b"\n")
        if self.heard_bytes <= LARGEST_TALK and self.heard_lines <= MOST_LINES and not self.is_too_large:
            super().data_received(data)
            return
        if not self.is_too_large:
            self.is_too_large = True
            self.line.write(TOO_LARGE)
        # Many read the answer only when they have said all; to hang up on them would look like an outage.
        self.unheard = self.unheard[-len(END_OF_MAIL) :] + data
        if END_OF_MAIL in self.unheard:
            self.line.close()


class LocalTalk(Talk, LMTP):
    """The same in LMTP (RFC 2033)."""


class Busy(asyncio.Protocol):
    """For those who come when too many are here."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        cast("asyncio.WriteTransport", transport).write(BUSY)
        transport.close()
