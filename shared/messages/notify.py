"""What the notify service says."""

from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from shared.messages import Fact
from shared.messages.event_details import Instant
from shared.messages.given_up import NotifyMessageGivenUp


class MailState(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    # It was not true any more when its turn came.
    SKIPPED = "skipped"


class MailRecorded(Fact, frozen=True, kw_only=True):
    """What became of a mail about a registration; `kind` is what notify calls it, such as `registration_confirmed`."""

    topic: ClassVar[str] = "notify.mail"
    about: ClassVar[str] = "registration_id"

    registration_id: UUID
    mail_id: UUID
    kind: str
    state: MailState
    recorded_at: Instant


class AddressBounced(Fact, frozen=True, kw_only=True):
    """Mail does not reach the address of a registration; `reason` is what the server said, without addresses."""

    topic: ClassVar[str] = "notify.address_bounced"
    about: ClassVar[str] = "registration_id"

    registration_id: UUID
    reason: str
    bounced_at: Instant


class InvitationDeclined(Fact, frozen=True, kw_only=True):
    """Somebody's calendar answered that they do not come."""

    topic: ClassVar[str] = "notify.invitation_declined"
    about: ClassVar[str] = "registration_id"

    registration_id: UUID
    declined_at: Instant


class NotifyErasureDone(Fact, frozen=True, kw_only=True):
    """All that the notify service knew of a person is gone: how many rows of what."""

    topic: ClassVar[str] = "notify.erasure_done"
    about: ClassVar[str] = "erasure_id"

    erasure_id: UUID
    counts: dict[str, int]


MESSAGES = (MailRecorded, AddressBounced, InvitationDeclined, NotifyErasureDone, NotifyMessageGivenUp)
