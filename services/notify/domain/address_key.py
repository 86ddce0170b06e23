"""One spelling for all the ways in which a mail address can be written."""

from functools import lru_cache
from unicodedata import normalize

from email_validator import EmailNotValidError, validate_email

DOMAINS_REMEMBERED = 10_000


def address_key(email: str) -> str:
    """The same for two addresses that lead to the same mailbox: lower case, NFC, and the domain in IDNA.

    What is no address has a key too, its own.
    """
    mailbox, at, domain = normalize("NFC", email.strip()).lower().rpartition("@")
    return f"{mailbox}{at}{domain if domain.isascii() else in_idna(domain)}"


@lru_cache(maxsize=DOMAINS_REMEMBERED)
def in_idna(domain: str) -> str:
    try:
        return validate_email(f"x@{domain}", check_deliverability=False).ascii_domain
    except EmailNotValidError:
        return domain
