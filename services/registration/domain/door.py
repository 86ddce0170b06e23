"""What those at the door see: the numbers of a roster, who of it was counted, and whom they look for."""

import unicodedata
from uuid import UUID

from msgspec import Struct

from services.registration.domain.registration import Registration


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


def words_of(party: Registration) -> str:
    """What a party is found by."""
    return folded(" ".join([party.name, *party.attendees, party.email, party.phone]))


def is_meant(party: Registration, typed: str) -> bool:
    """Whether each word that was typed is part of what the party is found by; `door.js` does the same."""
    words = words_of(party)
    return all(word in words for word in folded(typed).split())


def folded(text: str) -> str:
    """As names are compared at a door: without capitals, accents and dots."""
    plain = "".join(
        each for each in unicodedata.normalize("NFKD", text) if not unicodedata.category(each).startswith("M")
    )
    return plain.lower().replace("ß", "ss")
