"""Remember who signed up, and queue the mail that says how it stands."""

from datetime import timedelta
from uuid import UUID

from msgspec import structs

from services.notify.domain.facts import EventFacts, facts_of
from services.notify.domain.mail import MailKind, NewMail, RegistrationVariables
from services.notify.domain.participant import Participant
from services.notify.tables import events, mails, participants, pending_changes
from shared.database import Connection
from shared.messages.events import PUBLIC_STATUSES, EventStatus
from shared.messages.registration import RegistrationFact, RegistrationStatus
from shared.problems import NotFound


async def note_registration(
    db: Connection,
    fact: RegistrationFact,
    kind: MailKind,
    status: RegistrationStatus,
    waiting_position: int | None = None,
) -> None:
    """Raises `NotFound` while we have not heard yet that the event is public: nobody signs up for one that is not."""
    event = await events.find_with_date(db, fact.event_id, fact.roster_id)
    if event is None or event.status not in PUBLIC_STATUSES:
        raise NotFound("event")

    told = facts_of(event, fact.roster_id)
    if told.is_cancelled:
        # Nobody signs up for what is cancelled: we only heard of the two in the other order.
        told = structs.replace(told, status=EventStatus.PUBLISHED)
        await pending_changes.insert(db, event.id, settling=timedelta())
    await participants.keep(db, participant_of(fact, event.id, status, told))
    await mails.insert(
        db,
        NewMail(
            cause=f"{fact.topic}:{fact.fact_id}",
            kind=kind,
            recipient=fact.email,
            recipient_name=fact.name,
            language=fact.language,
            event_id=event.id,
            registration_id=fact.registration_id,
            variables=RegistrationVariables(link=fact.link, status=status, waiting_position=waiting_position),
        ),
    )


def participant_of(fact: RegistrationFact, event_id: UUID, status: RegistrationStatus, told: EventFacts) -> Participant:
    return Participant(
        registration_id=fact.registration_id,
        event_id=event_id,
        roster_id=fact.roster_id,
        name=fact.name,
        email=fact.email,
        language=fact.language,
        status=status,
        link=fact.link,
        party_size=fact.party_size,
        told=told,
    )
