"""What coordinators are told of how the calendar itself works."""

from uuid import UUID

from msgspec import Struct


class GivenUpCount(Struct, frozen=True, kw_only=True):
    """How often a consumer gave up messages of a topic for the same kind of error."""

    service: str
    consumer: str
    heard: str
    reason: str
    count: int


class GivenUpSaid(Struct, frozen=True, kw_only=True):
    """What a mail about them knows."""

    messages: list[GivenUpCount]


class BounceCount(Struct, frozen=True, kw_only=True):
    """How many addresses bounced; who is known in several ways counts in each."""

    addresses: int
    participants: int
    subscribers: int
    members: int


class OpenApplication(Struct, frozen=True, kw_only=True):
    """An organisation that waits to be let in."""

    application_id: UUID
    organisation_name: str
