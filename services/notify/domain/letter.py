"""What a mail has to say when its turn comes."""

from msgspec import Struct

from services.notify.domain.facts import EventFacts


class NoLongerTrue(Exception):
    """The mail is not worth sending any more; the text, to be translated, tells coordinators why."""


class Letter(Struct, frozen=True, kw_only=True):
    """What the mail's template needs; `told` is the event as the reader knows it once the mail is sent."""

    context: dict[str, object]
    told: EventFacts | None = None
    calendar: bytes | None = None
