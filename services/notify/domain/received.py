"""A mail that came to one of our addresses, and why it is kept for the operator."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from shared.translations import N_


class Reason(StrEnum):
    TYPED = "typed"
    AUTOMATIC = "automatic"
    UNCLEAR_BOUNCE = "unclear_bounce"
    OTHER_METHOD = "other_method"
    SEVERAL_ENTRIES = "several_entries"
    OTHER_ENTRY = "other_entry"
    OTHER_PERSON = "other_person"
    UNREADABLE = "unreadable"


REASONS = {
    Reason.TYPED: N_("Somebody has written an answer"),
    Reason.AUTOMATIC: N_("Automatic reply"),
    Reason.UNCLEAR_BOUNCE: N_("A mail could not be delivered, and the report does not say why"),
    Reason.OTHER_METHOD: N_("A calendar proposes or asks something"),
    Reason.SEVERAL_ENTRIES: N_("A calendar answers for several entries or people at once"),
    Reason.OTHER_ENTRY: N_("A calendar answers about an entry that is not of this sign-up"),
    Reason.OTHER_PERSON: N_("A calendar answers for an address that has not signed up"),
    Reason.UNREADABLE: N_("The mail cannot be read"),
}


class NewReceived(Struct, frozen=True, kw_only=True):
    """A mail to be kept. `sender` is who wrote it as far as it says so, `returns_to` where its bounces go."""

    reason: Reason
    sender: str
    returns_to: str
    subject_line: str
    mail_id: UUID | None = None
    registration_id: UUID | None = None


class ReceivedMail(NewReceived, frozen=True, kw_only=True):
    """A mail that was kept, without its content."""

    id: UUID
    received_at: datetime


class ReceivedSearch(Struct, frozen=True, kw_only=True):
    """`cursor` is the id of the last mail of the page before."""

    reason: Annotated[Reason | None, Meta(title=N_("What it is"))] = None
    cursor: UUID | None = None
