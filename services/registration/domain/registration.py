"""A registration: one party on a roster, what its people filled in, and what is told of it."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, TypeVar
from uuid import UUID

from msgspec import Meta, Struct

from services.registration.domain.sign_up_settings import LARGEST_PARTY
from shared.forms import EMAIL
from shared.messages.event_details import WallTime
from shared.messages.registration import RegistrationFact, RegistrationStatus
from shared.problems import FieldProblem
from shared.translations import N_

F = TypeVar("F", bound=RegistrationFact)

# Those who have places, or had them until the date was over.
SEATED = frozenset(
    {
        RegistrationStatus.PENDING,
        RegistrationStatus.CONFIRMED,
        RegistrationStatus.OFFERED,
        RegistrationStatus.ATTENDED,
        RegistrationStatus.MISSED,
    }
)
# Those who may sign up again.
ENDED = frozenset({RegistrationStatus.CANCELLED, RegistrationStatus.EXPIRED})
NO_CONSENT = FieldProblem(field="consent", text=N_("We may only store your details if you agree."))


class ConsentKind(StrEnum):
    """How people agreed that we store their details."""

    WRITTEN = "written"
    ORAL = "oral"


class SignUp(Struct, frozen=True, kw_only=True):
    """What people fill in. `starts_at` chooses one of several dates, by the clocks there."""

    starts_at: Annotated[WallTime | None, Meta(title=N_("Date"))] = None
    name: Annotated[str, Meta(title=N_("Your name"), min_length=1, max_length=100)]
    email: Annotated[str, Meta(title=N_("Your mail address"), min_length=3, max_length=254, extra=EMAIL)]
    phone: Annotated[str, Meta(title=N_("Your phone number"), max_length=40)] = ""
    party_size: Annotated[int, Meta(title=N_("How many people come?"), ge=1, le=LARGEST_PARTY)]
    # The same as `LANGUAGE_CODES`, in a form that types and OpenAPI understand; a test compares them.
    language: Annotated[Literal["de", "en", "uk", "ar"], Meta(title=N_("Language of our mails to you"))]
    consent: Annotated[bool, Meta(title=N_("Your agreement"))]


class Registration(Struct, frozen=True, kw_only=True):
    """One party on a roster; it stays together."""

    id: UUID
    roster_id: UUID
    event_id: UUID
    name: str
    email: str
    phone: str
    party_size: int
    language: str
    status: RegistrationStatus
    registered_at: datetime
    consent_at: datetime
    consent_kind: ConsentKind = ConsentKind.WRITTEN
    cancelled_at: datetime | None = None
    smallest_party: int | None = None
    offered_size: int | None = None
    held_until: datetime | None = None
    attendees: list[str] = []
    answers: dict[str, Any] = {}
    notice_version: int = 1
    organisation_id: UUID | None = None
    booking_id: UUID
    attended_count: int = 0
    cancel_reason: str = ""
    erased_at: datetime | None = None
    # Given by the database, in the order in which parties came.
    arrival: int = 0

    @property
    def is_active(self) -> bool:
        return self.status not in ENDED

    @property
    def seats(self) -> int:
        """How many places are held for this party."""
        if self.status is RegistrationStatus.OFFERED:
            return self.offered_size or 0
        return self.party_size if self.status in SEATED else 0


class Reply(Struct, frozen=True, kw_only=True):
    """What one who registers is told."""

    registration_id: UUID
    status: RegistrationStatus
    waiting_position: int | None = None


def address_key(email: str) -> str:
    """The address as it is compared: one person, one place, however they write it."""
    return email.casefold()


def fact_about(fact_type: type[F], registration: Registration, **more: Any) -> F:
    """The fact, without a link yet."""
    return fact_type(
        registration_id=registration.id,
        roster_id=registration.roster_id,
        event_id=registration.event_id,
        name=registration.name,
        email=registration.email,
        language=registration.language,
        party_size=registration.party_size,
        link="",
        booking_id=registration.booking_id,
        **more,
    )
