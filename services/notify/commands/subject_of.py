"""What a mail to somebody who signed up is about: their registration, and its date as it is now."""

from datetime import UTC, datetime

from msgspec import Struct

from services.notify.domain.facts import EventFacts, facts_of, has_lost, is_over
from services.notify.domain.invitation import takes_place
from services.notify.domain.letter import NoLongerTrue
from services.notify.domain.mail import DueMail, MailKind
from services.notify.domain.participant import Participant
from services.notify.tables import events, pending_changes
from shared import copies
from shared.database import Connection
from shared.messages.events import EventState
from shared.messages.registration import RegistrationStatus
from shared.problems import NotFound
from shared.translations import N_


class Subject(Struct, frozen=True, kw_only=True):
    """`date` is the event on the date they signed up for."""

    participant: Participant
    event: EventState
    date: EventFacts

    @property
    def is_pending(self) -> bool:
        return self.participant.status is RegistrationStatus.PENDING

    @property
    def is_off(self) -> bool:
        return self.date.is_cancelled or self.participant.has_ended

    @property
    def belongs_in_calendar(self) -> bool:
        return self.participant.has_a_place and takes_place(self.date)

    @property
    def context(self) -> dict[str, object]:
        """What every mail may say."""
        return {
            "event": self.event,
            "date": self.date.for_all,
            "link": self.participant.link,
            "status": self.participant.status,
            "party_size": self.participant.party_size,
        }


async def subject_of(db: Connection, mail: DueMail) -> Subject:
    """Raises `NoLongerTrue` when the registration is another person's by now."""
    if mail.participant is None:
        raise NotFound("participant")
    if mail.recipient != mail.participant.email and mail.kind is not MailKind.REGISTRATION_PASSED_ON:
        raise NoLongerTrue(N_("The sign-up has another mail address now."))
    event = await events.find_version(db, mail.participant.event_id, mail.event_version)
    return subject_on(event, mail.participant)


async def subject_about(db: Connection, participant: Participant) -> Subject:
    return subject_on(await copies.find(db, EventState, participant.event_id), participant)


def subject_on(event: EventState | None, participant: Participant) -> Subject:
    if event is None:
        raise NotFound("event")
    return Subject(participant=participant, event=event, date=facts_of(event, participant.roster_id, participant.told))


async def require_date(db: Connection, subject: Subject) -> None:
    """Raises `NoLongerTrue` when it is over, `NotFound` while it is on its way to another event."""
    if is_over(subject.date, datetime.now(UTC)):
        raise NoLongerTrue(N_("The event was over."))
    is_gone = has_lost(subject.event, subject.participant.roster_id)
    if is_gone and await pending_changes.exists(db, subject.event.id):
        raise NotFound("occurrence")
