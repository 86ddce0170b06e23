"""MIME (RFC 2045-2049) of the few shapes that our mails have, a tenth of the time that `EmailMessage` takes."""

from binascii import b2a_base64, b2a_qp
from collections.abc import Iterable
from email.header import Header
from email.headerregistry import Address
from email.policy import EmailPolicy
from functools import lru_cache
from typing import Any

from msgspec import Struct

LINE_LENGTH = 78
BASE64_LINE = 76
# Four characters for three bytes, and line breaks.
BASE64_GROWTH = 4 / 3 * 78 / 76
# Most are the same from mail to mail.
HEADERS_REMEMBERED = 2_000


class Part(Struct, frozen=True, kw_only=True):
    """Something that stands in a mail; `encoded` is plain ASCII in short lines."""

    headers: bytes
    encoded: bytes


def header(name: str, value: str, policy: "EmailPolicy[Any]") -> bytes:
    """Raises ValueError when the value would begin another header."""
    if not value.isascii() or not value.isprintable():
        return encoded(name, value, policy)
    lines = [f"{name}:"]
    for word in value.split(" "):
        if len(lines[-1]) + 1 + len(word) > LINE_LENGTH and lines[-1] != f"{name}:":
            lines.append("")
        lines[-1] += f" {word}"
    return "\r\n".join([*lines, ""]).encode()


@lru_cache(maxsize=HEADERS_REMEMBERED)
def encoded(name: str, value: str, policy: "EmailPolicy[Any]") -> bytes:
    return policy.fold_binary(*policy.header_store_parse(name, value))


def mailbox(name: str, address: str) -> str:
    """Name and address for a header; what is encoded is the name alone, which is the same in many mails."""
    username, _, domain = address.rpartition("@")
    if name.isascii():
        return str(Address(name, username=username, domain=domain))
    return f"{phrase(name)} <{Address(username=username, domain=domain).addr_spec}>"


@lru_cache(maxsize=HEADERS_REMEMBERED)
def phrase(name: str) -> str:
    """A name that is not ASCII, in encoded words (RFC 2047) that fit behind the longest of our headers' names."""
    return Header(name, "utf-8", header_name="Reply-To").encode(linesep="")


def text(content: str, subtype: str) -> Part:
    """In whatever is shorter: readable for most languages of Europe, base64 for others."""
    raw = content.replace("\n", "\r\n").encode()
    quoted = b2a_qp(raw, istext=True)
    content_type = f'text/{subtype}; charset="utf-8"'
    if len(quoted) <= len(raw) * BASE64_GROWTH:
        return part(content_type, quoted, encoding="quoted-printable")
    return part(content_type, in_base64(raw))


def file(encoded: bytes, content_type: str, name: str) -> Part:
    disposition = f'Content-Disposition: attachment; filename="{name}"\r\n'
    return part(content_type, encoded, more=disposition)


def part(content_type: str, encoded: bytes, *, encoding: str = "base64", more: str = "") -> Part:
    headers = f"Content-Type: {content_type}\r\nContent-Transfer-Encoding: {encoding}\r\n{more}"
    return Part(headers=headers.encode(), encoded=encoded)


def in_base64(raw: bytes) -> bytes:
    encoded = b2a_base64(raw, newline=False)
    lines = [encoded[start : start + BASE64_LINE] for start in range(0, len(encoded), BASE64_LINE)]
    return b"\r\n".join([*lines, b""])


def together(subtype: str, parts: Iterable[Part], *, boundary: str) -> Part:
    """The boundary begins with `=_`, which stands in none of the encodings."""
    mark = f"\r\n--=_{boundary}"
    inside = [f"{mark}\r\n".encode() + each.headers + b"\r\n" + each.encoded for each in parts]
    content_type = f'Content-Type: multipart/{subtype}; boundary="=_{boundary}"\r\n'
    return Part(headers=content_type.encode(), encoded=b"".join([*inside, f"{mark}--\r\n".encode()]))
