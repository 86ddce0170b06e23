"""What is written of dates that somebody signed up for in one go: one mail, with a line and an entry for each."""

from datetime import UTC, datetime

import msgspec
from msgspec import structs

from services.notify.commands.invite import calendar_for
from services.notify.commands.subject_of import Subject, require_date, subject_about, subject_of
from services.notify.domain.facts import EventFacts, is_over
from services.notify.domain.invitation import next_sequence
from services.notify.domain.letter import Letter, NoLongerTrue
from services.notify.domain.mail import DueMail, RegistrationVariables
from services.notify.tables import participants
from shared.database import Connection
from shared.messages.event_details import Conference
from shared.messages.registration import RegistrationStatus
from shared.problems import NotFound
from shared.translations import N_


async def write_booking(db: Connection, mail: DueMail) -> Letter:
    """Raises `NoLongerTrue` when nothing is left of it, `NotFound` while we may not have heard all of it."""
    first = await subject_of(db, mail)
    variables = msgspec.convert(mail.variables, RegistrationVariables)
    now = datetime.now(UTC)
    dates = [subject for subject in await subjects_of_booking(db, first) if not is_over(subject.date, now)]
    for subject in dates:
        await require_date(db, subject)
    if all(subject.is_off for subject in dates):
        raise NoLongerTrue(N_("The sign-up has moved on meanwhile."))
    held = [subject.participant.held_until for subject in dates if subject.is_pending]
    if held and variables.status is RegistrationStatus.CONFIRMED:
        # All were proven in one go.
        raise NotFound("confirmation")
    seated = [subject for subject in dates if subject.participant.has_a_place and not subject.is_off]
    calendar = calendar_for(seated, mail.language)
    more = {
        "link": variables.link,
        "held_until": min((until for until in held if until is not None and until > now), default=None),
        "dates": [(subject.date, subject.participant) for subject in dates],
        "conference": seated[0].date.conference if seated else Conference(),
        "is_attached": calendar is not None,
    }
    return Letter(
        context=first.context | more,
        told={each.participant.registration_id: told_of(each) for each in seated},
        calendar=calendar,
    )


def told_of(subject: Subject) -> EventFacts:
    """What they know of a date that they have a place on, once the mail has gone."""
    if not subject.belongs_in_calendar:
        return subject.date
    sequence = next_sequence(subject.participant.told, subject.event)
    return structs.replace(subject.date, has_entry=True, entry_sequence=sequence)


async def subjects_of_booking(db: Connection, first: Subject) -> list[Subject]:
    """All dates of it that are this person's, in their order."""
    booking_id = first.participant.booking_id
    booked = await participants.list_of_booking(db, booking_id) if booking_id else [first.participant]
    own = [each for each in booked if each.email == first.participant.email]
    subjects = [await subject_about(db, each) for each in own]
    return sorted(subjects, key=lambda subject: str(subject.date.starts_at or subject.date.starts_on or ""))
