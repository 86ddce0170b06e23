"""Who is entered by the organiser: called, wrote a letter, or stands at the door."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct
from msgspec.structs import replace

from services.registration.domain.capacity import free_places
from services.registration.domain.changes import NotEnoughPlaces
from services.registration.domain.privacy_notice import NOTICE_VERSION
from services.registration.domain.registration import ConsentKind, Registration
from services.registration.domain.roster import Roster
from services.registration.domain.sign_up_settings import LARGEST_PARTY
from shared.forms import EMAIL, PHONE
from shared.messages.registration import RegistrationStatus
from shared.problems import Conflict, invalid
from shared.translations import N_, LanguageCode


class Places(StrEnum):
    """Which places they get: kept ones as far as there are any, or only those that anybody can have."""

    RESERVED = "reserved"
    FREE = "free"


PLACES_NAMES = {
    Places.RESERVED: N_("The places kept for us"),
    Places.FREE: N_("Places that anybody can have"),
}


class ByHand(Struct, frozen=True, kw_only=True):
    """What the organiser fills in. Who is here already needs neither mail nor phone."""

    roster_id: Annotated[UUID, Meta(title=N_("Date"))]
    name: Annotated[str, Meta(title=N_("Name"), min_length=1, max_length=100)]
    phone: Annotated[str, Meta(title=N_("Phone number"), max_length=40, extra=PHONE)] = ""
    email: Annotated[str, Meta(title=N_("Mail address"), max_length=254, extra=EMAIL)] = ""
    party_size: Annotated[int, Meta(title=N_("How many people come?"), ge=1, le=LARGEST_PARTY)]
    attendees: Annotated[
        list[Annotated[str, Meta(min_length=1, max_length=100)]], Meta(title=N_("Names of the people"))
    ] = []
    answers: dict[str, Any] = {}
    language: Annotated[LanguageCode, Meta(title=N_("Their language"))] = "de"
    organisation_id: Annotated[UUID | None, Meta(title=N_("Organisation they come from"))] = None
    consent: Annotated[bool, Meta(title=N_("Their agreement"))]
    places: Annotated[Places, Meta(title=N_("Which places?"))] = Places.RESERVED
    may_wait: Annotated[bool, Meta(title=N_("If there is no place, put them on the waiting list"))] = False
    is_here: Annotated[bool, Meta(title=N_("They are here already: check them in"))] = False


class DateIsOff(Conflict):
    """Nobody can be entered for what does not take place."""

    title = N_("This date does not take place")
    detail = N_("It was cancelled, so nobody can be added to it.")


def check_by_hand(party: ByHand) -> None:
    """Raises `Invalid`."""
    if not party.consent:
        raise invalid("consent", N_("Please ask them: we may only store their details if they agree."))
    if not (party.phone or party.email or party.is_here):
        raise invalid("phone", N_("Please give a phone number or a mail address, so that they hear of changes."))
    if len(party.attendees) > party.party_size:
        raise invalid("attendees", N_("There are more names than people."))


def seated_by_hand(roster: Roster, party: ByHand) -> tuple[Roster, RegistrationStatus]:
    """The roster without the kept places that they use, and whether they get places. Raises `Invalid`.

    A place that was kept is used up: when they cancel, anybody can have it.
    """
    limit = roster.wanted_capacity
    if limit is not None and party.party_size > limit:
        raise invalid("party_size", N_("There are only %(capacity)s places in all."), capacity=limit)
    free = free_places(roster) if party.places is Places.RESERVED else roster.seats_left
    if free is None or party.party_size <= free:
        used = min(roster.reserved_count, party.party_size) if party.places is Places.RESERVED else 0
        return replace(roster, reserved_count=roster.reserved_count - used), RegistrationStatus.CONFIRMED
    if party.may_wait and not party.is_here:
        return roster, RegistrationStatus.WAITING
    raise NotEnoughPlaces("party_size", left=free)


def registration_by_hand(
    party: ByHand,
    roster: Roster,
    *,
    registration_id: UUID,
    status: RegistrationStatus,
    answers: dict[str, Any],
    now: datetime,
) -> Registration:
    return Registration(
        id=registration_id,
        roster_id=roster.id,
        event_id=roster.event_id,
        name=party.name,
        email=party.email,
        phone=party.phone,
        party_size=party.party_size,
        attendees=party.attendees,
        answers=answers,
        language=party.language,
        status=status,
        registered_at=now,
        consent_at=now,
        consent_kind=ConsentKind.ORAL,
        notice_version=NOTICE_VERSION,
        organisation_id=party.organisation_id,
        booking_id=registration_id,
    )
