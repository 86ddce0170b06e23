"""The readable part of an event's address."""

from uuid import UUID

from slugify import slugify

LONGEST = 60


def slug_of(title: str, event_id: UUID) -> str:
    """Made once from the first title, in Latin letters from any script; the address stays when the title changes."""
    readable = slugify(title, max_length=LONGEST, word_boundary=True)
    return f"{readable}-{event_id.hex[:6]}" if readable else event_id.hex[:12]


# What stands below /organisations beside the organisations themselves.
RESERVED = frozenset({"apply", "new"})


def organisation_slug_of(name: str, organisation_id: UUID) -> str:
    """Made once from the first name; the address stays when the name changes."""
    readable = slugify(name, max_length=LONGEST, word_boundary=True)
    return readable if readable and readable not in RESERVED else f"partner-{organisation_id.hex[:6]}"
