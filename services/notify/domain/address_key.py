"""A mail address in one spelling."""

from functools import lru_cache
from unicodedata import normalize

import idna

DOMAINS_REMEMBERED = 10_000


def address_key(email: str) -> str:
    """The address as it is compared: one person, one key, however they write it (RFC 5890 for the domain)."""
    local_part, at, domain = normalize("NFC", email).strip().lower().rpartition("@")
    return f"{local_part}{at}{in_idna(domain)}"


@lru_cache(maxsize=DOMAINS_REMEMBERED)
def in_idna(domain: str) -> str:
    try:
        return idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        # What is no domain is only like itself.
        return domain
