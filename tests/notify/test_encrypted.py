"""A mail server that is spoken to in TLS, from the first byte or after STARTTLS."""

import asyncio
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
import uvloop
from aiosmtpd.smtp import SMTP, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from msgspec import structs

from services.notify.domain.answer import Verdict
from services.notify.settings import Settings
from services.notify.smtp import Conversation, Outgoing

HOST = "127.0.0.1"
LOOPS = [asyncio.new_event_loop, uvloop.new_event_loop]


class Server:
    """It keeps what it takes, and says whether that came in TLS."""

    def __init__(self, context: ssl.SSLContext, *, from_the_first_byte: bool) -> None:
        self.context = context
        self.from_the_first_byte = from_the_first_byte
        self.taken: list[tuple[bool, bytes | str | None]] = []

    async def handle_EHLO(  # noqa: N802
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, said: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [*said[:-1], "250-PIPELINING", said[-1]]

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.taken.append((self.from_the_first_byte or session.ssl is not None, envelope.content))
        return "250 taken"

    def conversation(self) -> SMTP:
        if self.from_the_first_byte:
            return SMTP(self, hostname="mail.example")
        return SMTP(self, hostname="mail.example", tls_context=self.context, require_starttls=True)

    async def open(self) -> int:
        context = self.context if self.from_the_first_byte else None
        self.listening = await asyncio.get_running_loop().create_server(self.conversation, HOST, 0, ssl=context)
        port: int = self.listening.sockets[0].getsockname()[1]
        return port


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """What a server needs, with a certificate that this process trusts."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    both = tmp_path / "mail.pem"
    both.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(both))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(both)
    return context


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
def test_one_mail_after_another_goes_through_an_encrypted_connection(
    settings: Settings, trusted: ssl.SSLContext, scheme: str, loop: Callable[[], asyncio.AbstractEventLoop]
) -> None:
    server = Server(trusted, from_the_first_byte=scheme == "smtps")

    async def send_two() -> list[Verdict]:
        port = await server.open()
        conversation = Conversation(structs.replace(settings, smtp_url=f"{scheme}://{HOST}:{port}"))
        verdicts = []
        for number in range(2):
            mail = Outgoing(
                sender="a@witten.example", recipient="b@people.example", content=b"To: b\r\n\r\n%d\r\n" % number
            )
            assert await conversation.announce(mail) is None
            conversation.transfer(mail)
            verdicts.append((await conversation.hand_over()).verdict)
        await conversation.close()
        server.listening.close()
        return verdicts

    with asyncio.Runner(loop_factory=loop) as runner:
        assert runner.run(send_two()) == [Verdict.TAKEN] * 2

    assert [was_encrypted for was_encrypted, _ in server.taken] == [True, True]
    assert [content for _, content in server.taken] == [b"To: b\r\n\r\n0\r\n", b"To: b\r\n\r\n1\r\n"]
