"""Remember who signed up, and queue the mail that says how it stands."""

from datetime import timedelta
from uuid import UUID

from msgspec import structs

from services.notify.domain.facts import EventFacts, facts_of
from services.notify.domain.mail import MailKind, NewMail, RegistrationVariables
from services.notify.domain.participant import Participant, newest
from services.notify.domain.registration_facts import KINDS, variables_of
from services.notify.domain.sign_up import DEEDS
from services.notify.tables import erased_registrations, events, holds, mails, participants, pending_changes, sign_ups
from shared.database import Connection
from shared.messages.events import PUBLIC_STATUSES, EventState, EventStatus
from shared.messages.registration import (
    RegistrationChanged,
    RegistrationFact,
    RegistrationPassedOn,
)
from shared.problems import NotFound


async def note_registration(db: Connection, fact: RegistrationFact) -> None:
    """Raises `NotFound` while we have not heard yet that the event is public: nobody signs up for one that is not."""
    await holds.take(db, fact.registration_id)
    if await erased_registrations.exists(db, fact.registration_id):
        return
    event = await find_event(db, fact)
    told = await tell_first(db, event, fact)
    variables = variables_of(fact)
    before = await keep_participant(db, fact, event.id, variables, told)
    await note_for_organiser(db, fact, event.id)
    if isinstance(fact, RegistrationPassedOn) and fact.previous_email:
        previous = before.told if before and before.email == fact.previous_email else None
        await mails.insert(db, mail_to_previous(fact, event.id, variables, previous))
    if not fact.email:
        return
    if fact.booking_size > 1 and fact.booking_id:
        await queue_booking(db, fact, fact.booking_id, event.id, variables)
    else:
        await mails.insert(db, mail_about(fact, event.id, variables))


async def note_for_organiser(db: Connection, fact: RegistrationFact, event_id: UUID) -> None:
    deed = DEEDS.get(type(fact))
    if deed is not None:
        party_size = fact.party_size
        await sign_ups.insert(
            db, fact.fact_id, event_id=event_id, roster_id=fact.roster_id, deed=deed, party_size=party_size
        )


async def find_event(db: Connection, fact: RegistrationFact) -> EventState:
    event = await events.find_with_date(db, fact.event_id, fact.roster_id)
    if event is None or event.status not in PUBLIC_STATUSES:
        raise NotFound("event")
    return event


async def tell_first(db: Connection, event: EventState, fact: RegistrationFact) -> EventFacts:
    """The date as somebody hears of it who has heard nothing of it yet."""
    told = structs.replace(facts_of(event, fact.roster_id), entry_id=fact.registration_id)
    if told.is_cancelled:
        # Nobody signs up for what is cancelled: we only heard of the two in the other order.
        told = structs.replace(told, status=EventStatus.PUBLISHED)
        await pending_changes.insert(db, event.id, settling=timedelta())
    return told


async def keep_participant(
    db: Connection, fact: RegistrationFact, event_id: UUID, variables: RegistrationVariables, told: EventFacts
) -> Participant | None:
    """What we knew until now. Raises `NotFound` for a change while we do not know of what."""
    before = await participants.lock(db, fact.registration_id)
    if before is None and isinstance(fact, RegistrationChanged):
        raise NotFound("participant")
    participant = newest(before, participant_of(fact, event_id, variables, told))
    if participant is before:
        return before
    if before and isinstance(fact, RegistrationPassedOn):
        # Somebody new, who was told nothing of what the one before knows; the entry goes on being counted.
        participant = structs.replace(
            participant, told=structs.replace(told, entry_sequence=before.told.entry_sequence + 1)
        )
    await participants.keep(db, participant)
    return before


def participant_of(
    fact: RegistrationFact, event_id: UUID, variables: RegistrationVariables, told: EventFacts
) -> Participant:
    return Participant(
        registration_id=fact.registration_id,
        event_id=event_id,
        roster_id=fact.roster_id,
        name=fact.name,
        email=fact.email,
        language=fact.language,
        status=variables.status,
        link=fact.link,
        party_size=fact.party_size,
        waiting_position=variables.waiting_position,
        held_until=variables.held_until,
        booking_id=fact.booking_id,
        said_at=fact.said_at,
        told=told,
    )


def mail_about(fact: RegistrationFact, event_id: UUID, variables: RegistrationVariables) -> NewMail:
    return NewMail(
        cause=f"{fact.topic}:{fact.fact_id}",
        kind=KINDS[type(fact)],
        recipient=fact.email,
        recipient_name=fact.name,
        language=fact.language,
        event_id=event_id,
        registration_id=fact.registration_id,
        variables=variables,
    )


def mail_to_previous(
    fact: RegistrationPassedOn, event_id: UUID, variables: RegistrationVariables, previous: EventFacts | None
) -> NewMail:
    """For the one who passed it on; without the link, which is the other's."""
    return structs.replace(
        mail_about(fact, event_id, structs.replace(variables, link="", previous=previous)),
        cause=f"{fact.topic}:{fact.fact_id}:previous",
        kind=MailKind.REGISTRATION_PASSED_ON,
        recipient=fact.previous_email,
        recipient_name=fact.previous_name,
        language=fact.previous_language,
    )


async def queue_booking(
    db: Connection, fact: RegistrationFact, booking_id: UUID, event_id: UUID, variables: RegistrationVariables
) -> None:
    """One mail for all that was said of a booking in one go, queued once we have heard all of it."""
    await holds.take(db, booking_id)
    booked = await participants.list_of_booking(db, booking_id)
    if len([each for each in booked if each.said_at >= fact.said_at]) >= fact.booking_size:
        mail = mail_about(fact, event_id, variables)
        cause = f"booking:{booking_id}:{fact.said_at.isoformat()}"
        await mails.insert(db, structs.replace(mail, cause=cause, kind=MailKind.BOOKING))
