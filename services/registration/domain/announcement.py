"""What an organiser says to those who signed up, and who they are."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from shared.forms import PROSE
from shared.messages.registration import RegistrationStatus
from shared.translations import N_

HAVE_A_PLACE = frozenset({RegistrationStatus.CONFIRMED, RegistrationStatus.ATTENDED, RegistrationStatus.MISSED})
HOPE_FOR_ONE = frozenset({RegistrationStatus.WAITING, RegistrationStatus.OFFERED})


class Readers(StrEnum):
    ALL = "all"
    CONFIRMED = "confirmed"
    WAITING = "waiting"


# Without those whose address nobody has proven: it may be a stranger's.
STATUSES = {
    Readers.ALL: HAVE_A_PLACE | HOPE_FOR_ONE,
    Readers.CONFIRMED: HAVE_A_PLACE,
    Readers.WAITING: HOPE_FOR_ONE,
}


class Words(Struct, frozen=True, kw_only=True):
    """What an organiser fills in; no date means all of them."""

    roster_id: Annotated[UUID | None, Meta(title=N_("Date"))] = None
    said_to: Annotated[Readers, Meta(title=N_("Who gets it?"))]
    subject_line: Annotated[str, Meta(title=N_("Subject line"), min_length=1, max_length=120)]
    text: Annotated[str, Meta(title=N_("Your message"), min_length=1, max_length=5000, extra=PROSE)]


class Announcement(Words, frozen=True, kw_only=True):
    """What was said, when, and to how many."""

    id: UUID
    event_id: UUID
    organisation_id: UUID
    sender_name: str
    mail_count: int
    unreached_count: int
    said_at: datetime


class Addressee(Struct, frozen=True, kw_only=True):
    """Somebody who signed up, as far as it matters for reaching them."""

    registration_id: UUID
    roster_id: UUID
    address_key: str
    name: str
    phone: str
    status: RegistrationStatus
    has_mail: bool


def readers_of(
    everybody: Iterable[Addressee], said_to: Readers, roster_id: UUID | None = None
) -> tuple[list[Addressee], list[Addressee]]:
    """Those whom it reaches and those who have no mail address; each once, for however many dates they signed up."""
    chosen = {
        each.address_key: each
        for each in everybody
        if each.status in STATUSES[said_to] and roster_id in (None, each.roster_id)
    }
    reached = [each for each in chosen.values() if each.has_mail]
    return reached, [each for each in chosen.values() if not each.has_mail]
