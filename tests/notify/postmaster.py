"""A real mail server for tests."""

import asyncio
from collections import Counter
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTPUTF8
from types import SimpleNamespace

from aiosmtpd.smtp import SMTP, Envelope, Session


def read(content: bytes) -> EmailMessage:
    return message_from_bytes(content, policy=SMTPUTF8)


def domain_of(address: str) -> str:
    return address.rpartition("@")[2]


class Postmaster:
    """A mail server (aiosmtpd) that keeps what it takes, and misbehaves as often as it is told to."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.envelopes: list[Envelope] = []
        self.connections = 0
        self.extensions = ["250-PIPELINING"]
        self.goes_ahead_without_recipient = False
        # What to say to the next mails instead of taking them; None hangs up.
        self.after_recipient: list[str] = []
        self.after_data: list[str | None] = []
        self.keeps_before_hanging_up = False
        self.seconds_to_answer = 0.0
        self.asked = asyncio.Event()
        # At which step the servers of which domains hang, until all go on.
        self.hanging: dict[str, str] = {}
        self.going_on = asyncio.Event()
        # How many mails to each domain were in conversation at the same time, at most.
        self.at_once: Counter[str] = Counter()
        self.most_at_once: Counter[str] = Counter()

    def hang(self, domain: str, step: str) -> None:
        self.hanging[domain] = step

    def go_on(self) -> None:
        self.going_on.set()

    async def hang_at(self, step: str, address: str) -> None:
        if self.hanging.get(domain_of(address)) == step:
            await self.going_on.wait()

    async def open(self) -> None:
        self.server = await asyncio.get_running_loop().create_server(self.conversation, "127.0.0.1", self.port)

    def conversation(self) -> SMTP:
        self.connections += 1
        # Alone, since aiosmtpd looks at all that a handler has with each connection: here, that reads all mails.
        hooks = SimpleNamespace(
            handle_EHLO=self.handle_EHLO, handle_RCPT=self.handle_RCPT, handle_DATA=self.handle_DATA
        )
        return SMTP(hooks, hostname="mail.example", enable_SMTPUTF8=True)

    async def close(self) -> None:
        self.server.close()
        await self.server.wait_closed()

    async def handle_EHLO(  # noqa: N802
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, said: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [*said[:-1], *self.extensions, said[-1]]

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        await self.hang_at("recipient", address)
        if self.after_recipient:
            if self.goes_ahead_without_recipient:
                envelope.rcpt_tos.append("")
            return self.after_recipient.pop(0)
        domain = domain_of(address)
        self.at_once[domain] += 1
        self.most_at_once[domain] = max(self.most_at_once[domain], self.at_once[domain])
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.asked.set()
        await self.hang_at("data", envelope.rcpt_tos[0])
        await asyncio.sleep(self.seconds_to_answer)
        self.at_once[domain_of(envelope.rcpt_tos[0])] -= 1
        answer = self.after_data.pop(0) if self.after_data else "250 kept"
        if answer is None:
            if self.keeps_before_hanging_up:
                self.envelopes.append(envelope)
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
            return "421 gone"
        if answer.startswith("250"):
            self.envelopes.append(envelope)
        return answer

    @property
    def mails(self) -> list[EmailMessage]:
        return [read(envelope.original_content or b"") for envelope in self.envelopes]

    @property
    def recipients(self) -> list[str]:
        return [recipient for envelope in self.envelopes for recipient in envelope.rcpt_tos]

    def text(self, number: int = -1) -> str:
        body = self.mails[number].get_body(("plain",))
        assert body is not None
        return str(body.get_content()).replace("\r\n", "\n")

    def html(self, number: int = -1) -> str:
        body = self.mails[number].get_body(("html",))
        assert body is not None
        return str(body.get_content()).replace("\r\n", "\n")
