"""Whose registrations somebody may reach."""

from uuid import UUID

from msgspec import Struct


class Person(Struct, frozen=True, kw_only=True):
    """Who holds a link: all that this address signed up for, or with a `booking_id` only what belongs to that.

    A link that came by mail proves the address. One that an organiser handed out, or that was mailed to an address
    the registration does not have any more, must not open what other organisers know of the same person.
    """

    address_key: str
    booking_id: UUID | None = None
