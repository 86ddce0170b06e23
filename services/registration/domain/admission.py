"""Who comes in: the rules of registering, for one who asks and for many at once."""

from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from services.registration.domain.offers import fact_about_hold, offered
from services.registration.domain.places import with_party
from services.registration.domain.quota import Quota
from services.registration.domain.refusals import untimely
from services.registration.domain.registration import Registration, Reply, SignUp, address_key, fact_about
from services.registration.domain.roster import RegistrationClosed, Roster, is_open
from services.registration.domain.sign_up_rules import check
from services.registration.domain.sign_up_settings import SignUpSettings
from services.registration.domain.waiting_list import size_that_fits
from shared.messages.registration import (
    RegistrationConfirmed,
    RegistrationFact,
    RegistrationStatus,
    RegistrationWaiting,
)
from shared.problems import invalid
from shared.translations import N_

# Long enough to wait for a mail and find it among the others; short enough that nobody else is kept out for long.
PROOF_TIME = timedelta(minutes=30)
KEY_HEADER = "Idempotency-Key"
USUAL = SignUpSettings()


class Ask(Struct, frozen=True, kw_only=True):
    """Somebody asks for seats; `id` is for their registration.

    `request_key` tells the same request again, and `body_digest` whether it really is the same. `organisation_id` is
    that of a member who asks; `strict` is for what a program sent.
    """

    id: UUID
    sign_up: SignUp
    request_key: str | None = None
    body_digest: str = ""
    booking_id: UUID | None = None
    organisation_id: UUID | None = None
    strict: bool = True

    @property
    def address_key(self) -> str:
        return address_key(self.sign_up.email, self.sign_up.phone)


class Answered(Struct, frozen=True, kw_only=True):
    """What was answered to a request with a key; the reply is None when it was for another roster."""

    body_digest: str
    reply: Reply | None


class Admission:
    """One turn at a locked roster: takes in one after the other, and remembers what is to be written."""

    def __init__(
        self,
        roster: Roster,
        *,
        answered: dict[str, Answered],
        present: dict[str, Registration],
        now: datetime,
        settings: SignUpSettings = USUAL,
        quota: Quota | None = None,
        refusal: RegistrationClosed | None = None,
    ) -> None:
        """`answered` by request key, `present` by address key; `refusal` is for those who come when it is closed."""
        self.roster = roster
        self.answered = answered
        self.present = present
        self.now = now
        self.settings = settings
        self.quota = quota
        self.refusal = refusal
        self.added: list[Registration] = []
        self.facts: list[RegistrationFact] = []
        self.repeated: list[Registration] = []
        self.replies: dict[str, Answered] = {}

    def admit(self, ask: Ask) -> Reply:
        """The reply to this one. Raises `RegistrationClosed` or `Invalid`."""
        before = self.reply_before(ask)
        if before is not None:
            return before
        if not is_open(self.roster, self.now):
            raise self.refusal or untimely(self.roster, self.now)

        reply = self.answer(ask, self.read(ask))
        if ask.request_key is not None:
            answered = Answered(body_digest=ask.body_digest, reply=reply)
            self.answered[ask.request_key] = self.replies[ask.request_key] = answered
        return reply

    def reply_before(self, ask: Ask) -> Reply | None:
        """What was replied to the same request. Raises `Invalid` when it was another one that had the key."""
        answered = self.answered.get(ask.request_key) if ask.request_key is not None else None
        if answered is None:
            return None
        check_body(answered.body_digest, ask)
        return answered.reply

    def read(self, ask: Ask) -> Registration:
        """What would be stored, with seats. Raises `Invalid`."""
        sign_up = ask.sign_up
        answers = check(sign_up, self.settings, self.roster, strict=ask.strict)
        organisation_id = None
        if self.quota is not None:
            organisation_id = self.quota.organisation_of(sign_up.organisation, ask.organisation_id)
            self.quota.check(organisation_id, sign_up.party_size)
        return Registration(
            id=ask.id,
            roster_id=self.roster.id,
            event_id=self.roster.event_id,
            name=sign_up.name,
            email=sign_up.email,
            phone=sign_up.phone,
            party_size=sign_up.party_size,
            smallest_party=None if sign_up.smallest_party == sign_up.party_size else sign_up.smallest_party,
            # Nobody needs names that were not asked for.
            attendees=sign_up.attendees if self.settings.asks_names else [],
            answers=answers,
            organisation_id=organisation_id,
            language=sign_up.language,
            status=RegistrationStatus.CONFIRMED,
            registered_at=self.now,
            consent_at=self.now,
            notice_version=sign_up.notice_version,
            booking_id=ask.booking_id or ask.id,
        )

    def answer(self, ask: Ask, read: Registration) -> Reply:
        """An address that is here already changes nothing, and is answered like a new one: nobody learns of it."""
        placed = self.placed(read)
        waits = placed.status is RegistrationStatus.WAITING
        here = self.present.get(ask.address_key)
        if here is not None:
            self.repeated.append(here)
        reply = Reply(
            registration_id=placed.id if here is None else here.id,
            status=placed.status,
            waiting_position=self.roster.waiting_count + 1 if waits else None,
        )
        if here is None:
            self.add(placed, key=ask.address_key)
        return reply

    def placed(self, read: Registration) -> Registration:
        """With seats if they fit; those are held for a time where the address has to be proven.

        Where only some of a party fit, and so few would come, these seats are an offer: they have to settle who comes.
        """
        size = size_that_fits(self.roster, read)
        if size is None:
            return replace(read, status=RegistrationStatus.WAITING)
        if size < read.party_size:
            return offered(read, size, self.roster, now=self.now)
        if self.settings.proves_address:
            held_until = min(self.now + PROOF_TIME, self.roster.starts_at)
            return replace(read, status=RegistrationStatus.PENDING, held_until=held_until)
        return read

    def add(self, registration: Registration, *, key: str) -> None:
        self.added.append(registration)
        self.present[key] = registration
        self.roster = with_party(self.roster, registration)
        if self.quota is not None and registration.organisation_id is not None:
            self.quota.take(registration.organisation_id, registration.party_size)
        self.facts.append(fact_of(registration, self.roster))


def check_body(body_digest: str, ask: Ask) -> None:
    """Raises `Invalid` when it was another request that had the key."""
    if body_digest != ask.body_digest:
        raise invalid(KEY_HEADER, N_("This key was used for another request. Please take a new one."))


def fact_of(registration: Registration, roster: Roster) -> RegistrationFact:
    """What is told of one who was just added to the roster."""
    if registration.status is RegistrationStatus.WAITING:
        return fact_about(RegistrationWaiting, registration, waiting_position=roster.waiting_count)
    if registration.held_until is not None:
        return fact_about_hold(registration)
    return fact_about(RegistrationConfirmed, registration)
