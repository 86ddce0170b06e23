"""What may become of a registration after sign-up: what is filled in anew, and who has it."""

from datetime import datetime, timedelta
from typing import Annotated, Any, TypeAlias
from uuid import UUID

from msgspec import Meta, Struct
from msgspec.structs import asdict, replace

from services.registration.domain.answers import read_answers
from services.registration.domain.privacy_notice import NOTICE_VERSION
from services.registration.domain.registration import NO_CONSENT, Registration
from services.registration.domain.roster import Roster
from services.registration.domain.sign_up_settings import LARGEST_PARTY, SignUpSettings
from shared.forms import EMAIL, PHONE
from shared.messages.registration import RegistrationStatus
from shared.problems import Conflict, FieldProblem, Invalid, invalid
from shared.translations import N_, LanguageCode

Name: TypeAlias = Annotated[str, Meta(min_length=1, max_length=100)]
Names: TypeAlias = Annotated[list[Name], Meta(max_length=LARGEST_PARTY)]
Address: TypeAlias = Annotated[str, Meta(max_length=254, extra=EMAIL)]
PartySize: TypeAlias = Annotated[int, Meta(ge=1, le=LARGEST_PARTY)]
Phone: TypeAlias = Annotated[str, Meta(max_length=40, extra=PHONE)]

ATTENDED_OR_MISSED = frozenset({RegistrationStatus.ATTENDED, RegistrationStatus.MISSED})
# Those whose places are held only for a time, as many as were asked for.
HELD = frozenset({RegistrationStatus.PENDING, RegistrationStatus.OFFERED})


class RegistrationEnded(Conflict):
    """Nothing of it can be changed any more."""

    title = N_("This registration has ended")
    detail = N_("It was cancelled or has expired, or the event is over. It cannot be changed any more.")


class TooLateToChange(Conflict):
    """The organiser wants to know by now who comes."""

    title = N_("It is too late to change this")
    detail = N_("The time for changes is over. Please write or call the organiser.")


class NotProven(Conflict):
    """Nobody knows yet whether the address is theirs."""

    title = N_("Please confirm your mail address first")
    detail = N_("Once you have done so, you can pass your places on.")


class NotEnoughPlaces(Invalid):
    """There are fewer places than are asked for; the sentence is on the field that asks for them."""

    title = N_("There are not enough places")

    def __init__(self, field: str, *, left: int) -> None:
        super().__init__(
            FieldProblem(field=field, text=N_("Not enough places are left: %(left)s."), values={"left": left})
        )
        self.left = left


class Change(Struct, frozen=True, kw_only=True):
    """What is to be different; what is not given stays as it is."""

    name: Annotated[Name | None, Meta(title=N_("Your name"))] = None
    email: Annotated[Address | None, Meta(title=N_("Your mail address"))] = None
    phone: Annotated[Phone | None, Meta(title=N_("Your phone number"))] = None
    party_size: Annotated[PartySize | None, Meta(title=N_("How many people come?"))] = None
    smallest_party: Annotated[PartySize | None, Meta(title=N_("With how few would you come as well?"))] = None
    language: Annotated[LanguageCode | None, Meta(title=N_("Language of our mails to you"))] = None
    attendees: Annotated[Names | None, Meta(title=N_("Names of all who come"))] = None
    answers: dict[str, Any] | None = None


class PassOn(Struct, frozen=True, kw_only=True):
    """Who gets the places instead, and that they agree that we store their details."""

    name: Annotated[Name, Meta(title=N_("Name"))]
    email: Annotated[str, Meta(title=N_("Mail address"), min_length=3, max_length=254, extra=EMAIL)]
    language: Annotated[LanguageCode, Meta(title=N_("Language of our mails"))]
    consent: Annotated[bool, Meta(title=N_("Agreement"))]


def changed(registration: Registration, change: Change, settings: SignUpSettings) -> Registration:
    """The registration as it is wanted; a smaller party is offered fewer places, too. Raises `Invalid`."""
    wanted = {name: value for name, value in asdict(change).items() if value is not None}
    if change.answers is not None:
        wanted["answers"] = answers_of(registration, change.answers, settings)
    if not settings.asks_names:
        # Nobody needs names that were not asked for.
        wanted.pop("attendees", None)
    after = replace(registration, **wanted)
    return replace(
        after,
        smallest_party=smallest_of(after, change),
        offered_size=after.offered_size and min(after.offered_size, after.party_size),
    )


def answers_of(registration: Registration, typed: dict[str, Any], settings: SignUpSettings) -> dict[str, Any]:
    """What is answered now, and what was to questions that are not asked any more. Raises `Invalid`."""
    asked = {question.id for question in settings.asked}
    kept = {question: answer for question, answer in registration.answers.items() if question not in asked}
    return kept | read_answers(settings, typed, strict=False)


def smallest_of(after: Registration, change: Change) -> int | None:
    """None when they come as they are or not at all. Raises `Invalid`."""
    if change.smallest_party is not None and change.smallest_party > after.party_size:
        raise invalid("smallest_party", N_("This is more than the people who come."))
    smallest = after.smallest_party
    return smallest if smallest is not None and smallest < after.party_size else None


def check_change(before: Registration, after: Registration, roster: Roster, settings: SignUpSettings) -> None:
    """Raises `NotEnoughPlaces` or `Invalid`."""
    if (before.email or before.phone) and not (after.email or after.phone):
        raise invalid("phone", N_("Please give a phone number or a mail address, so that they hear of changes."))
    check_growth(before, after, roster)
    if after.offered_size is not None and (after.smallest_party or after.party_size) > after.offered_size:
        raise invalid("smallest_party", N_("Fewer places are offered: please accept or decline the offer first."))
    names = len(after.attendees)
    is_about_names = after.attendees != before.attendees or after.party_size != before.party_size
    if settings.asks_names and is_about_names and names != after.party_size:
        text = N_("Please give a name for each person: %(wanted)s, not %(given)s.")
        raise invalid("attendees", text, wanted=after.party_size, given=names)


def check_growth(before: Registration, after: Registration, roster: Roster) -> None:
    """Raises `NotEnoughPlaces` or `Invalid`."""
    if after.party_size <= before.party_size:
        return
    if before.status in HELD:
        raise invalid("party_size", N_("More people can come only once you have confirmed your places."))
    limit = roster.wanted_capacity
    if limit is not None and after.party_size > limit:
        raise invalid("party_size", N_("There are only %(capacity)s places in all."), capacity=limit)
    left = roster.seats_left
    if left is not None and after.seats - before.seats > left:
        raise NotEnoughPlaces("party_size", left=left)


def check_own_change(
    before: Registration, after: Registration, roster: Roster, settings: SignUpSettings, *, now: datetime
) -> None:
    """What people may not do by themselves. Raises `TooLateToChange` or `Invalid`."""
    check_in_time(roster, settings, now=now)
    if before.party_size < after.party_size > settings.largest_party:
        text = N_("At most %(limit)s people can sign up together.")
        raise invalid("party_size", text, limit=settings.largest_party)


def check_in_time(roster: Roster, settings: SignUpSettings, *, now: datetime) -> None:
    """Raises `TooLateToChange`."""
    if now >= roster.starts_at - timedelta(hours=settings.changes_hours_before):
        raise TooLateToChange


def check_goes_on(registration: Registration) -> None:
    """Raises `RegistrationEnded`."""
    if not registration.is_active or registration.status in ATTENDED_OR_MISSED:
        raise RegistrationEnded


def passed_on(registration: Registration, to: PassOn, *, booking_id: UUID, now: datetime) -> Registration:
    """The places with somebody else; what the people before them had filled in and booked besides was theirs.

    Raises `Invalid`.
    """
    if not to.consent:
        raise Invalid(NO_CONSENT)
    return replace(
        registration,
        name=to.name,
        email=to.email,
        language=to.language,
        consent_at=now,
        notice_version=NOTICE_VERSION,
        booking_id=booking_id,
        phone="",
        attendees=[],
        answers={},
    )
