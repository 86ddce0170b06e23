"""What is written to those who signed up: how their registration stands, and what is new about their date."""

from datetime import UTC, datetime

import msgspec
from msgspec import structs

from services.notify.domain.facts import EventFacts, Topic, facts_of, has_lost, is_over
from services.notify.domain.letter import Letter, NoLongerTrue
from services.notify.domain.mail import DueMail, MailKind, RegistrationVariables
from services.notify.domain.participant import Participant, news_for
from services.notify.tables import participants, pending_changes
from shared import copies
from shared.calendar import calendar
from shared.calendar_entry import entry_of
from shared.database import Connection
from shared.messages.events import EventState
from shared.messages.registration import RegistrationStatus
from shared.occurrences import find_occurrence
from shared.problems import NotFound
from shared.translations import N_

# What a calendar entry shows of an event.
IN_CALENDARS = frozenset(Topic) - {Topic.JOIN_DETAILS}


async def write_registration(db: Connection, mail: DueMail) -> Letter:
    """Raises `NotFound` while the date is on its way to another event."""
    participant = await participant_of(db, mail)
    event = await event_of(db, participant)
    current = facts_of(event, participant.roster_id, participant.told)
    variables = msgspec.convert(mail.variables, RegistrationVariables)
    if is_over(current, datetime.now(UTC)):
        raise NoLongerTrue(N_("The event was over."))
    if has_lost(event, participant.roster_id) and await pending_changes.exists(db, event.id):
        raise NotFound("occurrence")
    if mail.kind is not MailKind.REGISTRATION_CANCELLED:
        require_standing(current, participant, mail.kind, variables)
    still_waiting = participant.status is RegistrationStatus.WAITING
    is_confirmation = mail.kind is MailKind.REGISTRATION_CONFIRMED
    return Letter(
        context={
            "event": event,
            "date": current,
            "link": variables.link,
            "status": participant.status,
            "party_size": participant.party_size,
            "waiting_position": variables.waiting_position if still_waiting else None,
        },
        told=with_joining(participant.told, current) if is_confirmation else None,
        calendar=calendar_for(event, participant, current, mail.language) if is_confirmation else None,
    )


async def participant_of(db: Connection, mail: DueMail) -> Participant:
    participant = await participants.find(db, mail.registration_id) if mail.registration_id else None
    if participant is None:
        raise NotFound("participant")
    return participant


async def event_of(db: Connection, participant: Participant) -> EventState:
    event = await copies.find(db, EventState, participant.event_id)
    if event is None:
        raise NotFound("event")
    return event


def require_standing(
    current: EventFacts, participant: Participant, kind: MailKind, variables: RegistrationVariables
) -> None:
    """Raises `NoLongerTrue` when event or registration moved on; a new link is good while there is a registration."""
    if current.is_cancelled:
        # The participants get a mail that says so.
        raise NoLongerTrue(N_("The event was cancelled meanwhile."))
    if participant.status is RegistrationStatus.CANCELLED:
        raise NoLongerTrue(N_("The sign-up was cancelled meanwhile."))
    if kind is not MailKind.REGISTRATION_REPEATED and participant.status is not variables.status:
        raise NoLongerTrue(N_("The sign-up was confirmed meanwhile."))


def with_joining(told: EventFacts, current: EventFacts) -> EventFacts:
    """How to join is told with the place, and may be another way than when they began to wait."""
    return structs.replace(told, join_details=current.join_details, conference=current.conference)


def calendar_for(event: EventState, participant: Participant, facts: EventFacts, language: str) -> bytes | None:
    """Their date as a file for their calendar; None while there is none."""
    chosen = language if language in event.vevents else event.language
    entry = entry_of(
        event,
        find_occurrence(event, participant.roster_id),
        uid=facts.entry_id or event.id,
        sequence=facts.entry_sequence,
        status=facts.status,
        language=chosen,
    )
    if entry is None:
        return None
    zones = [event.time_zone] if "TZID=" in entry else []
    return calendar([entry], language=chosen, time_zones=zones)


async def write_change(db: Connection, mail: DueMail) -> Letter:
    """The difference between what the participant was told last and what is; the next mail builds on this one."""
    participant = await participant_of(db, mail)
    event = await event_of(db, participant)
    current = facts_of(event, participant.roster_id, participant.told)
    if participant.status is RegistrationStatus.CANCELLED:
        raise NoLongerTrue(N_("The sign-up was cancelled meanwhile."))
    if await pending_changes.exists(db, event.id):
        raise NoLongerTrue(N_("The event has changed again; another mail will say so."))
    topics = news_for(participant, current)
    if not topics or current.is_cancelled is not (mail.kind is MailKind.EVENT_CANCELLED):
        raise NoLongerTrue(N_("The person knows already how things stand."))
    is_new_entry = participant.status is RegistrationStatus.CONFIRMED and not IN_CALENDARS.isdisjoint(topics)
    if is_new_entry:
        # Larger also than that of an event the date came from (RFC 5545, 3.8.7.4).
        sequence = max(event.sequence, participant.told.entry_sequence + 1)
        current = structs.replace(current, entry_sequence=sequence)
    return Letter(
        context={
            "event": event,
            "date": current,
            "told": participant.told,
            "topics": topics,
            "link": participant.link,
            "status": participant.status,
        },
        told=current,
        calendar=calendar_for(event, participant, current, mail.language) if is_new_entry else None,
    )
