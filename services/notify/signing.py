"""DKIM (RFC 6376): other servers see that a mail is ours."""

from functools import cache
from pathlib import Path

import dkim  # type: ignore[import-untyped]  # it ships no types

# With those that RFC 8058 wants signed; one that a mail does not have cannot be added on its way.
SIGNED_HEADERS = (
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "MIME-Version",
    "Content-Type",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
)
ANY_MAIL = b"From: a@b.example\r\n\r\n\r\n"


@cache
def signing_key(file: str) -> bytes:
    """Raises ValueError when there is none that can be signed with in the file; the text does not repeat any of it."""
    try:
        key = Path(file).read_bytes()
        signature_of(ANY_MAIL, key, selector="any", domain="b.example")
    except OSError as error:
        raise ValueError(f"cannot be read: {error.strerror}") from None
    except Exception:  # noqa: BLE001 - what is no key makes the library raise anything
        raise ValueError("no RSA key in PEM") from None
    return key


def signature_of(content: bytes, key: bytes, *, selector: str, domain: str) -> bytes:
    """The header that goes before the mail."""
    signature: bytes = dkim.sign(
        content,
        selector.encode(),
        domain.encode(),
        key,
        canonicalize=(b"relaxed", b"simple"),
        include_headers=list(SIGNED_HEADERS),
    )
    return signature
