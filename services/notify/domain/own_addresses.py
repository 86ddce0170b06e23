"""Addresses that bring back what a mail was about: `termine+b-…@` for its bounces, `termine+r-…@` for its replies.

Each ends in a code that only we can make, so that nobody bounces or answers what was not sent to them.
"""

import hmac
from base64 import b32decode, b32encode
from uuid import UUID

from msgspec import Struct

CODE_BYTES = 10
ID_CHARACTERS = 26
# What comes behind the name in a local part, which has at most 64 octets (RFC 5321, 4.5.3.1.1).
LONGEST_NAME = 64 - len("+b-") - ID_CHARACTERS - 16


class BounceAddress(Struct, frozen=True):
    """Where the bounces of one mail go."""

    mail_id: UUID


class OrganiserAddress(Struct, frozen=True):
    """The organiser of one registration's entry in people's calendars."""

    registration_id: UUID


def bounce_address(mail_id: UUID, *, secret: str, mail_from: str) -> str:
    return own_address("b", mail_id, secret, mail_from)


def organiser_address(registration_id: UUID, *, secret: str, mail_from: str) -> str:
    return own_address("r", registration_id, secret, mail_from)


def own_address(letter: str, about: UUID, secret: str, mail_from: str) -> str:
    name, _, domain = mail_from.rpartition("@")
    code = hmac.digest(secret.encode(), letter.encode() + about.bytes, "sha256")[:CODE_BYTES]
    return f"{name}+{letter}-{in_base32(about.bytes)}{in_base32(code)}@{domain}"


def in_base32(raw: bytes) -> str:
    return b32encode(raw).decode().rstrip("=").lower()


def read_own_address(address: str, *, secret: str, mail_from: str) -> BounceAddress | OrganiserAddress | None:
    """What the address is about, whatever its capitals have become on the way; None when we did not make it."""
    name, _, _ = mail_from.rpartition("@")
    letter, _, rest = address.lower().removeprefix(f"{name.lower()}+").partition("-")
    try:
        about = UUID(bytes=b32decode(f"{rest[:ID_CHARACTERS].upper()}======"))
        is_ours = hmac.compare_digest(own_address(letter, about, secret, mail_from).lower(), address.lower())
    # Also what is not in ASCII, which neither of the two can read.
    except (ValueError, TypeError):
        return None
    if not is_ours:
        return None
    return BounceAddress(about) if letter == "b" else OrganiserAddress(about)
