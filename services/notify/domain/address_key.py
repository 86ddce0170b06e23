"""A mail address in one spelling."""

from contextlib import suppress
from unicodedata import normalize

import idna


def address_key(email: str) -> str:
    """The address as it is compared: one person, one key, however they write it (RFC 5890 for the domain)."""
    local_part, _, domain = normalize("NFC", email).strip().lower().rpartition("@")
    # What is no domain is only like itself.
    with suppress(idna.IDNAError):
        domain = idna.encode(domain, uts46=True).decode()
    return f"{local_part}@{domain}"
