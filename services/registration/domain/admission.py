"""Who comes in: the rules of registering, for one who asks and for many at once."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from services.registration.domain import roster as rosters
from services.registration.domain.registration import NO_CONSENT, Registration, Reply, SignUp, address_key, fact_about
from services.registration.domain.roster import RegistrationClosed, Roster, is_open
from shared.messages.registration import (
    RegistrationConfirmed,
    RegistrationFact,
    RegistrationStatus,
    RegistrationWaiting,
)
from shared.problems import Invalid, invalid
from shared.translations import N_


class Ask(Struct, frozen=True, kw_only=True):
    """Somebody asks for seats; `id` is for their registration, `request_key` tells the same request again."""

    id: UUID
    sign_up: SignUp
    request_key: str | None = None


class Admission:
    """One turn at a locked roster: takes in one after the other, and remembers what is to be written."""

    def __init__(
        self,
        roster: Roster,
        *,
        answered: dict[str, Reply],
        present: dict[str, Registration],
        now: datetime,
        refusal: type[RegistrationClosed] = RegistrationClosed,
    ) -> None:
        """`answered` by request key, `present` by address key; `refusal` is for those who come when it is closed."""
        self.roster = roster
        self.answered = answered
        self.present = present
        self.now = now
        self.refusal = refusal
        self.added: list[Registration] = []
        self.facts: list[RegistrationFact] = []
        self.repeated: list[Registration] = []
        self.replies: dict[str, Reply] = {}

    def admit(self, ask: Ask) -> Reply:
        """The answer to this one. Raises `RegistrationClosed` or `Invalid`."""
        if ask.request_key is not None and ask.request_key in self.answered:
            return self.answered[ask.request_key]
        if not is_open(self.roster, self.now):
            raise self.refusal
        check(self.roster, ask.sign_up)

        answer = self.answer(ask)
        if ask.request_key is not None:
            self.answered[ask.request_key] = self.replies[ask.request_key] = answer
        return answer

    def answer(self, ask: Ask) -> Reply:
        """An address that is here already changes nothing, and is answered like a new one: nobody learns of it."""
        seated = rosters.fits(self.roster, ask.sign_up.party_size)
        status = RegistrationStatus.CONFIRMED if seated else RegistrationStatus.WAITING
        position = None if seated else self.roster.waiting_count + 1
        here = self.present.get(address_key(ask.sign_up.email))
        if here is not None:
            self.repeated.append(here)
            return Reply(registration_id=here.id, status=status, waiting_position=position)

        self.add(registration_of(ask, self.roster, status=status, now=self.now))
        return Reply(registration_id=ask.id, status=status, waiting_position=position)

    def add(self, registration: Registration) -> None:
        self.added.append(registration)
        self.present[address_key(registration.email)] = registration
        if registration.status is RegistrationStatus.CONFIRMED:
            self.roster = rosters.with_seats_taken(self.roster, registration.party_size)
            self.facts.append(fact_about(RegistrationConfirmed, registration))
        else:
            self.roster = rosters.with_waiting(self.roster, 1)
            self.facts.append(fact_about(RegistrationWaiting, registration, waiting_position=self.roster.waiting_count))


def check(roster: Roster, sign_up: SignUp) -> None:
    if not sign_up.consent:
        raise Invalid(NO_CONSENT)
    # Not `capacity`, which may stand above what is wanted while more seats are taken: a place in it never gets free.
    limit = roster.wanted_capacity
    if limit is not None and sign_up.party_size > limit:
        raise invalid("party_size", N_("There are only %(capacity)s places in all."), capacity=limit)


def registration_of(ask: Ask, roster: Roster, *, status: RegistrationStatus, now: datetime) -> Registration:
    return Registration(
        id=ask.id,
        roster_id=roster.id,
        event_id=roster.event_id,
        name=ask.sign_up.name,
        email=ask.sign_up.email,
        phone=ask.sign_up.phone,
        party_size=ask.sign_up.party_size,
        language=ask.sign_up.language,
        status=status,
        registered_at=now,
        consent_at=now,
        booking_id=ask.id,
    )
