"""Queue what participants should hear of the events that have settled."""

from datetime import UTC, datetime, timedelta

from services.notify.domain.facts import EventFacts, facts_of, has_lost, is_over
from services.notify.domain.mail import ChangeVariables, MailKind, NewMail
from services.notify.domain.participant import Participant, news_for
from services.notify.tables import events, mails, participants, pending_changes
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
        await follow_dates(db, event)
        concerned = [
            participant
            for participant in await participants.list_active(db, event_id)
            if should_hear(participant, facts_of(event, participant.roster_id, participant.told), now)
        ]
        await mails.insert(db, *(change_for(participant, event) for participant in concerned))


async def follow_dates(db: Connection, event: EventState) -> None:
    """Those whose date is another event's by now hear what is different there, and not that it is cancelled here."""
    gone = [each for each in await participants.list_dates(db, event.id) if has_lost(event, each)]
    for occurrence_id in gone:
        other = await events.find_with_date(db, event.id, occurrence_id)
        if other is not None and other.id != event.id:
            await participants.move(db, [occurrence_id], other.id)
            await pending_changes.insert(db, other.id, settling=timedelta())


def should_hear(participant: Participant, current: EventFacts, now: datetime) -> bool:
    """A change of what is over, and stays over, concerns nobody any more."""
    return bool(news_for(participant, current)) and not (is_over(participant.told, now) and is_over(current, now))


def change_for(participant: Participant, event: EventState) -> NewMail:
    is_cancelled = facts_of(event, participant.roster_id, participant.told).is_cancelled
    kind = MailKind.EVENT_CANCELLED if is_cancelled else MailKind.EVENT_CHANGED
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
