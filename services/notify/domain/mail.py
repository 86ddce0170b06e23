"""A mail as it is stored, and what it needs to know beside its reader."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from msgspec import Struct

from services.notify.domain.facts import EventFacts
from services.notify.domain.participant import Participant
from shared.messages.notify import MailState
from shared.messages.registration import RegistrationStatus


class MailKind(StrEnum):
    LOGIN = "login"
    EVENT_SUBMITTED = "event_submitted"
    EVENT_PUBLISHED = "event_published"
    EVENT_RETURNED = "event_returned"
    MEMBER_INVITED = "member_invited"
    ORGANISATION_APPLIED = "organisation_applied"
    APPLICATION_REFUSED = "application_refused"
    CO_ORGANISATION_REQUESTED = "co_organisation_requested"
    CO_ORGANISATION_DECIDED = "co_organisation_decided"
    CAMPAIGN_REMINDED = "campaign_reminded"
    ENTRY_ASKED_FOR = "entry_asked_for"
    DEADLINE_NEAR = "deadline_near"
    STILL_ON = "still_on"
    ROSTER_NEARLY_FULL = "roster_nearly_full"
    SIGN_UPS_DIGEST = "sign_ups_digest"
    QUEUE_DIGEST = "queue_digest"
    DEAD_LETTERS = "dead_letters"
    BOUNCES_DIGEST = "bounces_digest"
    CONTRIBUTIONS_ASKED_FOR = "contributions_asked_for"
    CONTRIBUTION_DEADLINE = "contribution_deadline"
    REGISTRATION_PENDING = "registration_pending"
    REGISTRATION_CONFIRMED = "registration_confirmed"
    REGISTRATION_WAITING = "registration_waiting"
    REGISTRATION_OFFERED = "registration_offered"
    REGISTRATION_EXPIRED = "registration_expired"
    REGISTRATION_CANCELLED = "registration_cancelled"
    REGISTRATION_CHANGED = "registration_changed"
    REGISTRATION_PASSED_ON = "registration_passed_on"
    REGISTRATION_TAKEN_OVER = "registration_taken_over"
    REGISTRATION_REPEATED = "registration_repeated"
    BOOKING = "booking"
    ANNOUNCEMENT = "announcement"
    EVENT_CHANGED = "event_changed"
    EVENT_CANCELLED = "event_cancelled"
    REMINDER = "reminder"
    HOW_WAS_IT = "how_was_it"
    SUBSCRIPTION_PENDING = "subscription_pending"
    SUBSCRIPTION_CHANGED = "subscription_changed"
    WEEKLY_DIGEST = "weekly_digest"
    EDITION = "edition"


class LoginVariables(Struct, frozen=True, kw_only=True):
    member_id: UUID
    link: str
    expires_at: datetime


class NewsVariables(Struct, frozen=True, kw_only=True):
    member_id: UUID


class RegistrationVariables(Struct, frozen=True, kw_only=True):
    """What a fact says beside who it is about; the fields have its names.

    `link` is the newest one that opens the registration; the position counts from 1 and only while waiting.
    `previous` is what the one before had been told, when it was passed on.
    """

    link: str
    status: RegistrationStatus
    waiting_position: int | None = None
    held_until: datetime | None = None
    offered_size: int | None = None
    was: RegistrationStatus | None = None
    by_organiser: bool = False
    reason: str = ""
    party_size: int | None = None
    previous_party_size: int | None = None
    moved_from: UUID | None = None
    previous: EventFacts | None = None


class AnnouncementVariables(Struct, frozen=True, kw_only=True):
    """An organiser's own words."""

    subject_line: str
    text: str
    sender_name: str


class ChangeVariables(Struct, frozen=True, kw_only=True):
    """Nothing: what the mail says is found when its turn comes."""


class ReminderVariables(Struct, frozen=True, kw_only=True):
    """The start that it reminds of."""

    starts_at: datetime


class SubscriberVariables(Struct, frozen=True, kw_only=True):
    """Nothing: what a subscriber wants is found when the mail's turn comes."""


class NetworkVariables(Struct, frozen=True, kw_only=True):
    """The fact as it was heard, and the member it is told to, unless it is somebody who does not log in yet."""

    fact: dict[str, Any]
    member_id: UUID | None = None


class MemberVariables(Struct, frozen=True, kw_only=True):
    """The member it is told to, and what its writer needs to know beside."""

    member_id: UUID
    said: dict[str, Any] = {}


class EditionVariables(Struct, frozen=True, kw_only=True):
    """For which edition, and who is asked for a contribution."""

    edition_id: UUID
    organisation_id: UUID
    member_id: UUID


Variables = (
    LoginVariables
    | NewsVariables
    | RegistrationVariables
    | AnnouncementVariables
    | ChangeVariables
    | ReminderVariables
    | SubscriberVariables
    | NetworkVariables
    | EditionVariables
    | MemberVariables
)


class NewMail(Struct, frozen=True, kw_only=True):
    """A mail to be queued; of two with the same cause only the first is."""

    cause: str
    kind: MailKind
    recipient: str
    recipient_name: str
    language: str
    variables: Variables
    event_id: UUID | None = None
    registration_id: UUID | None = None
    subscriber_id: UUID | None = None


class DueMail(Struct, frozen=True, kw_only=True):
    """A mail whose turn it is, with whom it is about and which version of their event there is."""

    id: UUID
    cause: str
    kind: MailKind
    recipient: str
    recipient_name: str
    language: str
    event_id: UUID | None
    registration_id: UUID | None
    subscriber_id: UUID | None = None
    variables: dict[str, Any]
    tries: int
    domain: str = ""
    address_key: str = ""
    participant: Participant | None = None
    event_version: int | None = None
    is_bounced: bool = False
    # The last time something was sent there, the server hung or said "later".
    has_failed_domain: bool = False


# A link that lets in, and who applied to be let in, are forgotten once the mail is done, so it can be sent only once.
ONLY_ONCE = frozenset(
    {
        MailKind.LOGIN,
        MailKind.STILL_ON,
        MailKind.MEMBER_INVITED,
        MailKind.ORGANISATION_APPLIED,
        MailKind.APPLICATION_REFUSED,
    }
)


class MailEntry(Struct, frozen=True, kw_only=True):
    """A mail as coordinators see it: what became of it, never what stood in it."""

    id: UUID
    cause: str
    kind: MailKind
    recipient: str
    recipient_name: str
    language: str
    event_id: UUID | None
    registration_id: UUID | None
    state: MailState
    due_at: datetime
    tries: int
    last_answer: str
    created_at: datetime
    sent_at: datetime | None

    @property
    def may_be_repeated(self) -> bool:
        is_over = self.state is not MailState.QUEUED
        return bool(self.recipient) and not (is_over and self.kind in ONLY_ONCE)


class Try(Struct, frozen=True, kw_only=True):
    """What a server said, and when."""

    at: datetime
    text: str
