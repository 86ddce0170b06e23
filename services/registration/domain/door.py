"""What those at the door see: the numbers of a roster, and who of it was counted."""

from uuid import UUID

from msgspec import Struct


class Counted(Struct, frozen=True, kw_only=True):
    """How many of a party are there; 0 when it was a mistake."""

    id: UUID
    attended_count: int


class Counts(Struct, frozen=True, kw_only=True):
    """A roster at one moment; `version` grows with each change.

    `here_count` people are there of `expected_count` who have places; `free_count` may come in besides, if there is a
    limit. `listed` is another text as soon as the list itself is another one. `parties` are those that were counted
    since the version that was asked from.
    """

    version: int
    here_count: int
    expected_count: int
    free_count: int | None
    listed: str
    parties: list[Counted]
