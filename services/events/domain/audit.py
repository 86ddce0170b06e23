"""What the audit log says: who did what to which thing, and how to put it into words."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct

from services.events.domain.details import GROUP_NAMES
from services.events.domain.event import RETURN_REASON_NAMES, EventFields
from services.events.domain.membership import ROLE_NAMES, TokenFields
from services.events.domain.notice import NoticeFields
from services.events.domain.offer import OFFER_KIND_NAMES, OfferFields
from services.events.domain.organisation import OrganisationFields
from shared.categories import CATEGORY_NAMES
from shared.forms import labels_of
from shared.messages.events import EventStatus
from shared.translations import N_


class AuditSearch(Struct, frozen=True, kw_only=True):
    """The filters of the log; all of them must hold. `actor` is a member, or an organisation that called by token."""

    organisation: Annotated[str | None, Meta(title=N_("Organisation"))] = None
    kind: Annotated[str | None, Meta(title=N_("What"))] = None
    actor: Annotated[UUID | None, Meta(title=N_("Who"))] = None
    cursor: Annotated[int, Meta(ge=1, le=2**62)] | None = None


class AuditEntry(Struct, frozen=True, kw_only=True):
    """One change. `before` and `after` hold what differs; of the columns in `unsaid` only that they do.

    Names of people are those that we have now: none once they were forgotten.
    """

    id: int
    changed_at: datetime
    actor_kind: str
    actor_id: UUID | None
    actor_name: str | None
    actor_organisation: str | None
    kind: str
    row_key: str
    label: str
    deed: str
    organisation: str | None
    organisation_name: str | None
    event_id: UUID | None
    before: dict[str, Any]
    after: dict[str, Any]
    unsaid: list[str]

    @property
    def changed(self) -> list[str]:
        return sorted({*self.before, *self.after, *self.unsaid})


KIND_NAMES = {
    "events": N_("Event"),
    "organisations": N_("Organisation"),
    "offers": N_("Offer"),
    "notices": N_("Notice"),
    "event_texts": N_("Translation"),
    "co_organisations": N_("Organisation that joins in"),
    "campaigns": N_("Campaign"),
    "late_codes": N_("Late access code"),
    "programme_editions": N_("Printed programme"),
    "pictures": N_("Picture"),
    "flyers": N_("Flyer"),
    "members": N_("Member"),
    "invitations": N_("Invitation"),
    "applications": N_("Application"),
    "api_tokens": N_("Website access"),
}

DEED_NAMES = {"added": N_("Added"), "changed": N_("Changed"), "removed": N_("Removed")}
STATUS_DEEDS = {
    EventStatus.DRAFT: N_("Made a draft again"),
    EventStatus.SUBMITTED: N_("Submitted for review"),
    EventStatus.RETURNED: N_("Given back"),
    EventStatus.PUBLISHED: N_("Published"),
    EventStatus.POSTPONED: N_("Postponed"),
    EventStatus.CANCELLED: N_("Cancelled"),
}
DECISION_DEEDS = {"verified": N_("Let in"), "refused": N_("Refused")}
# A moment that is set once is a deed of its own.
MOMENT_DEEDS = {
    "removed_at": N_("Removed"),
    "left_at": N_("Left the network"),
    "revoked_at": N_("Revoked"),
    "redeemed_at": N_("Used"),
    "accepted_at": N_("Accepted"),
}
# What such a deed says already.
SAID_BY_DEED = frozenset({"status", "decision", "decided_at", *MOMENT_DEEDS})

LABELS = {
    "events": labels_of(EventFields)
    | {
        "place_name": N_("Place"),
        "place_address": N_("Address"),
        "campaign_id": N_("Campaign"),
        "return_reason": N_("Reason"),
        "return_note": N_("What should change?"),
    },
    "organisations": labels_of(OrganisationFields),
    "offers": labels_of(OfferFields),
    "notices": labels_of(NoticeFields),
    "members": {"name": N_("Name"), "email": N_("Mail address"), "language": N_("Language"), "role": N_("Role")},
    "api_tokens": labels_of(TokenFields),
    "applications": {"note": N_("Why not? The applicant reads this.")},
}

# The words for what is stored as a code, by column.
CODE_NAMES: dict[str, dict[Any, str]] = {
    "category": dict(CATEGORY_NAMES),
    "return_reason": dict(RETURN_REASON_NAMES),
    "kind": dict(OFFER_KIND_NAMES),
    "for_whom": dict(GROUP_NAMES),
    "role": dict(ROLE_NAMES),
}


def deed_of(entry: AuditEntry) -> str:
    """What was done, as an English word or two to be translated."""
    if entry.deed != "changed":
        return DEED_NAMES[entry.deed]
    if entry.kind == "events" and "status" in entry.after:
        return STATUS_DEEDS[EventStatus(entry.after["status"])]
    if "decision" in entry.after:
        return DECISION_DEEDS[entry.after["decision"]]
    return next((name for column, name in MOMENT_DEEDS.items() if column in entry.after), DEED_NAMES["changed"])


def label_of(kind: str, column: str) -> str:
    """What people call a column, in English to be translated; its own name where we have no better one."""
    return LABELS.get(kind, {}).get(column) or column
