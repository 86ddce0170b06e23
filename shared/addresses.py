"""How people can be reached, as it is kept however it was written: mail addresses and phone numbers."""

import re
from functools import cache, lru_cache

from shared.translations import N_

# What nearly all addresses have before the @ (RFC 5322, dot-atom; RFC 5321, 4.5.3.1.1).
PLAIN_LOCAL_PART = re.compile(r"(?=.{1,64}\Z)[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*", re.ASCII)
LONGEST_PLAIN_ADDRESS = 254
# Most people have their mail at one of a few; to look at a domain takes longer than all else about a sign-up.
DOMAINS_REMEMBERED = 10_000
# Phone numbers without a country's code are from here.
REGION = "DE"


def mail_address(text: str) -> str | None:
    """As `email_validator` normalizes it, which looks at each domain once; None when it is none."""
    local_part, _, domain = text.rpartition("@")
    is_plain = len(text) <= LONGEST_PLAIN_ADDRESS and domain.isascii() and PLAIN_LOCAL_PART.fullmatch(local_part)
    try:
        if is_plain and local_part.lower() not in case_insensitive_names():
            return f"{local_part}@{checked_domain(domain)}"
        return checked(text)
    # The library's own error is one.
    except ValueError:
        return None


@lru_cache(maxsize=DOMAINS_REMEMBERED)
def checked_domain(domain: str) -> str:
    return checked(f"x@{domain}").removeprefix("x@")


def checked(text: str) -> str:
    # Here, since most starts of a process wait for it in vain.
    from email_validator import validate_email

    return validate_email(text, check_deliverability=False).normalized


@cache
def case_insensitive_names() -> frozenset[str]:
    from email_validator.rfc_constants import CASE_INSENSITIVE_MAILBOX_NAMES

    return frozenset(CASE_INSENSITIVE_MAILBOX_NAMES)


def phone_number(text: str) -> str | None:
    """In E.164, such as `+492302123456`, from whatever country's notation and digits; None when nobody has it."""
    # Here, since most processes never read one, and what it knows of the world takes a while to load.
    import phonenumbers

    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


# How each form of text is kept, and what to tell those whose text is none.
REACHED = {
    "email": (mail_address, N_("This does not look like a mail address. An example: ada@witten.example")),
    "phone": (
        phone_number,
        N_("This does not look like a phone number. Two examples: 02302 123456, or +380 44 123 4567"),
    ),
}
