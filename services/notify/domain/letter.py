"""What a mail has to say when its turn comes."""

from collections.abc import Mapping
from uuid import UUID

from msgspec import Struct

from services.notify.domain.facts import EventFacts
from services.notify.domain.invitation import Invitation


class NoLongerTrue(Exception):
    """The mail is not worth sending any more; the text, to be translated, tells coordinators why."""


class Letter(Struct, frozen=True, kw_only=True):
    """What the mail's template needs.

    `told` is what the reader knows once the mail is sent: by registration, its date as it is. `calendar` is a file of
    several dates: one mail must not bring more than one invitation (RFC 6047, 2.5).
    """

    context: dict[str, object]
    told: Mapping[UUID, EventFacts] = {}
    invitation: Invitation | None = None
    calendar: bytes | None = None
    # Where one click ends what the reader subscribed to (RFC 8058); a path is one of our own site.
    unsubscribe_url: str = ""
    # What is told to many in the same words; in place of each mark comes what is this reader's own.
    for_many: UUID | None = None
    own: Mapping[str, str] = {}
