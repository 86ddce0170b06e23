"""What is written to those who come shortly before their date."""

from datetime import UTC, datetime

import msgspec

from services.notify.commands.subject_of import require_date, subject_of
from services.notify.commands.write_to_participant import require_active, with_joining
from services.notify.domain.facts import span_of
from services.notify.domain.letter import Letter, NoLongerTrue
from services.notify.domain.mail import DueMail, ReminderVariables
from shared.database import Connection
from shared.messages.events import EventStatus
from shared.messages.registration import RegistrationStatus
from shared.translations import N_


async def write_reminder(db: Connection, mail: DueMail) -> Letter:
    """When, where, and how to join. True until the date begins, as long as it has not moved."""
    subject = await subject_of(db, mail)
    await require_date(db, subject)
    require_active(subject)
    participant, date, span = subject.participant, subject.date, span_of(subject.date)
    if participant.status is not RegistrationStatus.CONFIRMED:
        raise NoLongerTrue(N_("The sign-up has moved on meanwhile."))
    starts_at = msgspec.convert(mail.variables, ReminderVariables).starts_at
    if date.status is not EventStatus.PUBLISHED or span is None or span[0] != starts_at:
        raise NoLongerTrue(N_("The date was moved meanwhile."))
    if starts_at <= datetime.now(UTC):
        raise NoLongerTrue(N_("The event had begun."))
    told = with_joining(participant.told, date)
    return Letter(context=subject.context, told={participant.registration_id: told})
