"""Take in a mail that came back to us. Nothing is answered by mail, so that no two machines write to each other."""

from datetime import datetime
from uuid import UUID

from services.notify.commands.mark_bounced import mark_bounced
from services.notify.domain.address_key import address_key
from services.notify.domain.calendar_reply import Answer, CalendarReply
from services.notify.domain.incoming import Incoming
from services.notify.domain.own_addresses import BounceAddress, OrganiserAddress
from services.notify.domain.participant import Participant
from services.notify.domain.received import NewReceived, Reason
from services.notify.tables import calendar_replies, holds, mails, participants, received_mails
from shared import outbox
from shared.database import Connection
from shared.messages.notify import InvitationDeclined
from shared.problems import NotFound, TooMany

# Enough for everything that people write; a machine that answers each answer is stopped by it.
MOST_ABOUT_ONE = 30
UNCLEAR = "bounced; the report does not say why"


async def take_in(db: Connection, incoming: Incoming, to: BounceAddress | OrganiserAddress, *, now: datetime) -> None:
    """Raises `NotFound` when it is about somebody who must not be known here again, `TooMany` when much was kept."""
    match to:
        case BounceAddress(mail_id):
            await take_in_bounce(db, incoming, mail_id, now=now)
        case OrganiserAddress(registration_id):
            await take_in_reply(db, incoming, registration_id, now=now)


async def take_in_bounce(db: Connection, incoming: Incoming, mail_id: UUID, *, now: datetime) -> None:
    if not await mails.find_address_key(db, mail_id):
        raise NotFound("mail")
    if incoming.bounce is None:
        if incoming.reason is Reason.UNCLEAR_BOUNCE:
            await mails.note_answer(db, mail_id, answer=UNCLEAR, now=now)
        await keep(db, incoming, incoming.reason, mail_id=mail_id)
        return
    await mails.note_answer(db, mail_id, answer=incoming.bounce.answer, now=now)
    if incoming.bounce.is_for_good:
        await mark_bounced(db, mail_id, answer=incoming.bounce.answer, now=now)


async def take_in_reply(db: Connection, incoming: Incoming, registration_id: UUID, *, now: datetime) -> None:
    await holds.take(db, registration_id)
    participant = await participants.find(db, registration_id)
    if participant is None or not participant.email:
        raise NotFound("participant")
    reply = incoming.reply
    reason = incoming.reason if reply is None else misfit(reply, participant)
    if reply is None or reason is not None:
        await keep(db, incoming, reason or incoming.reason, registration_id=registration_id)
    elif await calendar_replies.keep_newer(db, registration_id, reply, now=now) and reply.answer is Answer.DECLINED:
        await outbox.stage(db, InvitationDeclined(registration_id=registration_id, declined_at=now))


def misfit(reply: CalendarReply, participant: Participant) -> Reason | None:
    """Why this is not the participant's answer to what they were sent for their calendar, if it is not."""
    if reply.uid.lower() != str(participant.told.entry_id or participant.registration_id):
        return Reason.OTHER_ENTRY
    if address_key(reply.attendee) != address_key(participant.email):
        return Reason.OTHER_PERSON
    return None


async def keep(
    db: Connection,
    incoming: Incoming,
    reason: Reason,
    *,
    mail_id: UUID | None = None,
    registration_id: UUID | None = None,
) -> None:
    if await received_mails.count_about(db, registration_id or mail_id) >= MOST_ABOUT_ONE:
        raise TooMany
    received = NewReceived(
        reason=reason,
        sender=address_key(incoming.sender),
        returns_to=address_key(incoming.returns_to),
        subject_line=incoming.subject_line,
        mail_id=mail_id,
        registration_id=registration_id,
    )
    await received_mails.insert(db, received, incoming.content)
