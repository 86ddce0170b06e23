"""What is written to those who signed up: how their registration stands, and what is new about their date."""

from datetime import UTC, datetime

import msgspec
from msgspec import structs

from services.notify.commands.invite import farewell_to, invitation_for, request_for
from services.notify.commands.subject_of import Subject, require_date, subject_of
from services.notify.domain.facts import EventFacts, Topic
from services.notify.domain.invitation import Invitation
from services.notify.domain.letter import Letter, NoLongerTrue
from services.notify.domain.mail import DueMail, MailKind, RegistrationVariables
from services.notify.domain.participant import Participant, news_for
from services.notify.tables import pending_changes
from shared.database import Connection
from shared.messages.registration import RegistrationStatus
from shared.translations import N_

# These say that somebody has no place any more, and stay true whatever else happens.
FAREWELLS = frozenset({MailKind.REGISTRATION_CANCELLED, MailKind.REGISTRATION_EXPIRED})
# These are good as long as there is a registration, however it stands.
FOR_ANY_STANDING = frozenset({MailKind.REGISTRATION_REPEATED, MailKind.REGISTRATION_TAKEN_OVER})
# With a place they bring how to join, and the entry, also when such a mail is sent again.
WELCOMES = frozenset({MailKind.REGISTRATION_CONFIRMED, MailKind.REGISTRATION_TAKEN_OVER})


async def write_registration(db: Connection, mail: DueMail) -> Letter:
    """Raises `NotFound` while the date is on its way to another event."""
    subject = await subject_of(db, mail)
    await require_date(db, subject)
    variables = msgspec.convert(mail.variables, RegistrationVariables)
    if mail.kind not in FAREWELLS:
        require_standing(subject, mail.kind, variables)
    participant = subject.participant
    said = structs.asdict(variables)
    if participant.status is not RegistrationStatus.WAITING:
        said["waiting_position"] = None
    if mail.kind in WELCOMES and participant.has_a_place:
        invitation = request_for(subject, mail.language) or invitation_for(subject, mail.language)
        letter = with_entry(subject, subject.date, invitation)
    else:
        told = with_joining(subject.date, participant.told)
        letter = with_entry(subject, told, invitation_for(subject, mail.language))
    return structs.replace(letter, context=said | letter.context | {"link": variables.link})


async def write_passed_on(db: Connection, mail: DueMail) -> Letter:
    """To the one before, whose entry goes whatever becomes of it with the other."""
    subject = await subject_of(db, mail)
    await require_date(db, subject)
    variables = msgspec.convert(mail.variables, RegistrationVariables)
    invitation = farewell_to(variables.previous, subject) if variables.previous else None
    said = {"link": variables.link, "entry": invitation and invitation.method}
    return Letter(context=structs.asdict(variables) | subject.context | said, invitation=invitation)


def require_standing(subject: Subject, kind: MailKind, variables: RegistrationVariables) -> None:
    """Raises `NoLongerTrue` when event or registration moved on; a new link is good while there is a registration."""
    require_active(subject)
    if kind not in FOR_ANY_STANDING and subject.participant.status is not variables.status:
        raise NoLongerTrue(N_("The sign-up has moved on meanwhile."))
    if variables.held_until is not None and variables.held_until <= datetime.now(UTC):
        raise NoLongerTrue(N_("The time to answer was over."))


def require_active(subject: Subject) -> None:
    if subject.date.is_cancelled:
        # The participants get a mail that says so.
        raise NoLongerTrue(N_("The event was cancelled meanwhile."))
    require_not_ended(subject.participant)


def require_not_ended(participant: Participant) -> None:
    if participant.has_ended:
        raise NoLongerTrue(N_("The sign-up was cancelled meanwhile."))


def with_joining(date: EventFacts, other: EventFacts) -> EventFacts:
    """The date, joined online as the other says: how, is told with the place, and only then."""
    return structs.replace(date, join_details=other.join_details, conference=other.conference)


async def write_registration_change(db: Connection, mail: DueMail) -> Letter:
    """How many they are, or their date, is different from what they knew; or else what they answered."""
    subject = await subject_of(db, mail)
    await require_date(db, subject)
    require_active(subject)
    variables = msgspec.convert(mail.variables, RegistrationVariables)
    participant = subject.participant
    topics = news_for(participant, subject.date)
    was_resized = variables.party_size not in (None, variables.previous_party_size)
    was_moved_or_resized = was_resized or variables.moved_from is not None
    if was_moved_or_resized and not topics and variables.previous_party_size == participant.party_size:
        raise NoLongerTrue(N_("The person knows already how things stand."))
    letter = with_news(subject, topics, mail.language)
    return structs.replace(letter, context=structs.asdict(variables) | letter.context | {"link": variables.link})


async def write_change(db: Connection, mail: DueMail) -> Letter:
    """The difference between what the participant was told last and what is; the next mail builds on this one."""
    subject = await subject_of(db, mail)
    require_not_ended(subject.participant)
    if await pending_changes.exists(db, subject.event.id):
        raise NoLongerTrue(N_("The event has changed again; another mail will say so."))
    topics = news_for(subject.participant, subject.date)
    if not topics or subject.date.is_cancelled is not (mail.kind is MailKind.EVENT_CANCELLED):
        raise NoLongerTrue(N_("The person knows already how things stand."))
    return with_news(subject, topics, mail.language)


def with_news(subject: Subject, topics: list[Topic], language: str) -> Letter:
    """What was and what is."""
    letter = with_entry(subject, subject.date, invitation_for(subject, language))
    return structs.replace(
        letter, context=letter.context | {"told": subject.participant.told.for_all, "topics": topics}
    )


def with_entry(subject: Subject, told: EventFacts, invitation: Invitation | None) -> Letter:
    """A mail after which the reader knows this, and their calendar too."""
    participant = subject.participant
    known = invitation.noted(told) if invitation else told
    return Letter(
        context=subject.context | {"entry": invitation and invitation.method},
        told={participant.registration_id: known} if known != participant.told else {},
        invitation=invitation,
    )
