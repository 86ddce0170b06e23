"""Mails are signed when there is a key, so that others see that they are ours (DKIM)."""

from pathlib import Path

import dkim  # type: ignore[import-untyped]  # it ships no types
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from msgspec import structs

from services.notify.domain.letter import Letter
from services.notify.domain.mail import MailKind
from services.notify.emails import Emails
from services.notify.emails.message import message_of
from services.notify.settings import Settings
from shared.settings import load
from tests.notify.test_words import NOW, a_login, a_mail


@pytest.fixture(scope="module")
def key() -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def key_file(key: RSAPrivateKey, tmp_path: Path) -> Path:
    file = tmp_path / "dkim.pem"
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()))
    return file


def in_dns(key: RSAPrivateKey) -> bytes:
    lines = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).splitlines()
    return b"v=DKIM1; k=rsa; p=" + b"".join(lines[1:-1])


def a_newsletter(settings: Settings) -> bytes:
    letter = Letter(context={}, unsubscribe_url="/subscriptions/secret/end")
    words = Emails(settings).write(*a_login())
    return message_of(a_mail(MailKind.LOGIN), letter, words, settings, secret="secret", now=NOW).content


def is_ours(content: bytes, key: RSAPrivateKey) -> bool:
    asked = []

    def dns(name: bytes, timeout: int = 5) -> bytes:
        asked.append((name, timeout))
        return in_dns(key)

    valid: bool = dkim.verify(content, dnsfunc=dns)
    assert [name for name, _ in asked] == [b"spring._domainkey.witten.example."]
    return valid


def test_a_mail_is_signed_and_what_is_changed_on_the_way_shows(
    settings: Settings, key: RSAPrivateKey, key_file: Path
) -> None:
    signing = structs.replace(settings, dkim_key_file=str(key_file), dkim_selector="spring")
    content = a_newsletter(signing)

    assert is_ours(content, key)
    assert not is_ours(content.replace(b"subscriptions/secret", b"subscriptions/others"), key)
    assert not is_ours(content.replace(b"List-Unsubscribe-Post", b"X-Post"), key)


def test_without_a_key_nothing_is_signed(settings: Settings) -> None:
    assert b"DKIM-Signature" not in a_newsletter(settings)


@pytest.mark.parametrize("content", [b"", b"not a key", b"-----BEGIN RSA PRIVATE KEY-----\nMII\n"])
def test_a_wrong_key_stops_the_start_with_a_line_that_names_it(
    environment: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    file = tmp_path / "wrong.pem"
    file.write_bytes(content)

    for own in (
        {"NOTIFY_DKIM_KEY_FILE": str(file), "NOTIFY_DKIM_SELECTOR": "spring"},
        {"NOTIFY_DKIM_KEY_FILE": str(tmp_path / "missing.pem"), "NOTIFY_DKIM_SELECTOR": "spring"},
        {"NOTIFY_DKIM_SELECTOR": "spring"},
    ):
        with pytest.raises(SystemExit) as stopped:
            load(Settings, "notify", environment | own)
        said = f"{stopped.value.code}{capsys.readouterr().err}"
        assert "dkim_key_file" in said.lower()
        assert "not a key" not in said
