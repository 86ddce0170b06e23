"""Queue what an organiser has to say: a mail to each of those whom it was said to."""

from services.notify.domain.mail import AnnouncementVariables, MailKind, NewMail
from services.notify.domain.participant import Participant
from services.notify.tables import erased_registrations, mails, participants
from shared.database import Connection
from shared.messages.registration import AnnouncementMade
from shared.problems import NotFound


async def queue_announcement(db: Connection, fact: AnnouncementMade) -> None:
    """Raises `NotFound` while we have not heard of somebody whom it was said to."""
    known = await participants.lock_many(db, fact.registration_ids)
    erased = await erased_registrations.list_among(db, fact.registration_ids)
    if {each.registration_id for each in known} | erased < set(fact.registration_ids):
        raise NotFound("participant")
    await mails.insert(db, *(announcement_for(each, fact) for each in known if each.email))


def announcement_for(participant: Participant, fact: AnnouncementMade) -> NewMail:
    return NewMail(
        cause=f"{fact.topic}:{fact.announcement_id}:{participant.registration_id}",
        kind=MailKind.ANNOUNCEMENT,
        recipient=participant.email,
        recipient_name=participant.name,
        language=participant.language,
        event_id=participant.event_id,
        registration_id=participant.registration_id,
        variables=AnnouncementVariables(subject_line=fact.subject_line, text=fact.text, sender_name=fact.sender_name),
    )
