"""Queue what participants should hear of the events that have settled."""

from datetime import UTC, datetime

from services.notify.domain.facts import EventFacts, difference, facts_of, is_over
from services.notify.domain.mail import ChangeVariables, MailKind, NewMail
from services.notify.domain.participant import Participant
from services.notify.tables import mails, participants, pending_changes
from shared import copies
from shared.database import Connection
from shared.messages.events import PUBLIC_STATUSES, EventState


async def tell_participants(db: Connection) -> None:
    """Tell each what is different from what they were told last; nothing when all was changed back."""
    now = datetime.now(UTC)
    for event_id in await pending_changes.take_due(db):
        event = await copies.find(db, EventState, event_id)
        if event is None or event.status not in PUBLIC_STATUSES:
            continue
        current = facts_of(event)
        concerned = [
            participant
            for participant in await participants.list_active(db, event_id)
            if should_hear(participant.told, current, now)
        ]
        await mails.insert(db, *(change_for(participant, event) for participant in concerned))


def should_hear(told: EventFacts, current: EventFacts, now: datetime) -> bool:
    """A change of what is over, and stays over, concerns nobody any more."""
    return bool(difference(told, current)) and not (is_over(told, now) and is_over(current, now))


def change_for(participant: Participant, event: EventState) -> NewMail:
    kind = MailKind.EVENT_CANCELLED if facts_of(event).is_cancelled else MailKind.EVENT_CHANGED
    return NewMail(
        cause=f"{kind}:{event.id}:{event.version}:{participant.registration_id}",
        kind=kind,
        recipient=participant.email,
        recipient_name=participant.name,
        language=participant.language,
        event_id=event.id,
        registration_id=participant.registration_id,
        variables=ChangeVariables(),
    )
