"""The readable part of an event's address."""

from uuid import UUID

from slugify import slugify

LONGEST = 60


def slug_of(title: str, event_id: UUID) -> str:
    """Made once from the first title, in Latin letters from any script; the address stays when the title changes."""
    readable = slugify(title, max_length=LONGEST, word_boundary=True)
    return f"{readable}-{event_id.hex[:6]}" if readable else event_id.hex[:12]
