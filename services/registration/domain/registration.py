"""A registration: one party on a roster, what its people filled in, and what is told of it."""

import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, TypeVar
from uuid import UUID

from msgspec import Meta, Struct

from services.registration.domain.privacy_notice import NOTICE_VERSION
from services.registration.domain.sign_up_settings import LARGEST_PARTY
from shared.forms import EMAIL, PHONE
from shared.messages.event_details import WallTime
from shared.messages.registration import RegistrationFact, RegistrationStatus
from shared.problems import FieldProblem
from shared.translations import N_, LanguageCode

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
# Twice a week for two years; a mail names all of them.
MOST_DATES = 200
NO_CONSENT = FieldProblem(field="consent", text=N_("We may only store your details if you agree."))


class ConsentKind(StrEnum):
    """How people agreed that we store their details."""

    WRITTEN = "written"
    ORAL = "oral"


class SignUp(Struct, frozen=True, kw_only=True):
    """What people fill in. `starts_at` chooses one of several dates, by the clocks there; `dates` several of them.

    They give a mail address, a phone number, or both. `organisation` is a slug or an id. `settings_version` is that of
    the questions they saw, `notice_version` that of the privacy notice.
    """

    starts_at: Annotated[WallTime | None, Meta(title=N_("Date"))] = None
    dates: Annotated[list[WallTime], Meta(title=N_("Dates"), max_length=MOST_DATES)] = []
    whole_course: Annotated[bool, Meta(title=N_("All dates of the course"))] = False
    name: Annotated[str, Meta(title=N_("Your name"), min_length=1, max_length=100)]
    email: Annotated[str, Meta(title=N_("Your mail address"), max_length=254, extra=EMAIL)] = ""
    phone: Annotated[str, Meta(title=N_("Your phone number"), max_length=40, extra=PHONE)] = ""
    party_size: Annotated[int, Meta(title=N_("How many people come?"), ge=1, le=LARGEST_PARTY)]
    smallest_party: Annotated[
        Annotated[int, Meta(ge=1, le=LARGEST_PARTY)] | None, Meta(title=N_("With how few would you come as well?"))
    ] = None
    attendees: Annotated[
        list[Annotated[str, Meta(min_length=1, max_length=100)]],
        Meta(title=N_("Names of all who come"), max_length=LARGEST_PARTY),
    ] = []
    answers: dict[str, Any] = {}
    organisation: Annotated[str, Meta(title=N_("Your organisation"), max_length=100)] = ""
    language: Annotated[LanguageCode, Meta(title=N_("Language of our mails to you"))]
    consent: Annotated[bool, Meta(title=N_("Your agreement"))]
    settings_version: Annotated[int, Meta(ge=0)] | None = None
    notice_version: Annotated[int, Meta(ge=1, le=NOTICE_VERSION)] = NOTICE_VERSION

    @classmethod
    def problems_among(cls, known: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        if not known.get("email") and not known.get("phone"):
            yield "email", N_("Please give a mail address, or else a phone number.")


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
    # Since when mails do not arrive, and what the server of their address said.
    bounced_at: datetime | None = None
    bounce_reason: str = ""
    erased_at: datetime | None = None
    # Given by the database, in the order in which parties came.
    arrival: int = 0

    @property
    def address_key(self) -> str:
        """Nobody else is those who gave neither address nor number."""
        return address_key(self.email, self.phone) or str(self.id)

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


class DateReply(Reply, frozen=True, kw_only=True):
    """The reply for one of several dates, which is by the clocks there."""

    starts_at: datetime


def address_key(email: str, phone: str) -> str:
    """How they are reached, as it is compared: one person, one place, however they write it.

    The tag in `ada+tag@witten.example` is the person's own; without a mail address it is the number, in E.164.
    """
    local_part, _, domain = unicodedata.normalize("NFKC", email).casefold().rpartition("@")
    # Some addresses begin with a plus; then it is no tag.
    return f"{local_part.split('+')[0] or local_part}@{domain}" if email else phone


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
