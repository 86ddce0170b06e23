"""Whose registrations somebody may reach."""

from uuid import UUID

from msgspec import Struct

from services.registration.domain.registration import address_key


class Person(Struct, frozen=True, kw_only=True):
    """Who holds a link: all that this address signed up for, or with a `booking_id` only what belongs to that.

    A link that came by mail proves the address. One that an organiser handed out, or that was mailed to an address
    the registration does not have any more, must not open what other organisers know of the same person. Nor does one
    to `ada+tag@…` open what `ada@…` has, or the other way round: they count as one person for a place, yet a few
    providers give them to two.
    """

    address_key: str
    booking_id: UUID | None = None


def key_proven_by_mail(email: str) -> str | None:
    """Of all that has which address key a link mailed there proves to be theirs; None: only of its own booking."""
    return address_key(email, phone="") if email and "+" not in email else None
