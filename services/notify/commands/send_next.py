"""Send the mail that has been due longest, and record what became of it."""

from datetime import UTC, datetime
from uuid import UUID

import structlog
from email_validator import EmailNotValidError

from services.notify.commands.wait_for_morning import wait_for_morning
from services.notify.commands.write_letter import write_letter
from services.notify.domain.letter import Letter, NoLongerTrue
from services.notify.domain.mail import DueMail, MailKind
from services.notify.domain.retrying import delay_after
from services.notify.emails import Emails
from services.notify.emails.message import message_of
from services.notify.settings import Settings
from services.notify.smtp import Answer, Conversation, Verdict
from services.notify.tables import mails, participants
from shared import outbox
from shared import secret as own_secret
from shared.database import Connection
from shared.messages.notify import MailRecorded, MailState
from shared.problems import NotFound
from shared.translations import N_

BOUNCED = N_("Mail does not reach this address.")

log = structlog.get_logger()


async def send_next(
    db: Connection, conversation: Conversation, *, emails: Emails, settings: Settings
) -> MailState | None:
    """What became of the mail (queued: its turn will come again), or None when none is due.

    The mail stays locked until the transaction ends, so that nobody else sends it.
    """
    mail = await mails.lock_due(db)
    if mail is None:
        return None
    if mail.is_bounced:
        return await finish(db, mail, MailState.SKIPPED, answer=BOUNCED)
    now = datetime.now(UTC)
    try:
        if await wait_for_morning(db, mail, settings, now=now):
            return MailState.QUEUED
        letter = await write_letter(db, mail)
        words = emails.write_letter(mail.kind, mail.language, letter)
        secret = await own_secret.get_or_make(db)
        outgoing = message_of(mail, letter, words, settings, secret=secret, now=now)
    except NoLongerTrue as reason:
        return await finish(db, mail, MailState.SKIPPED, answer=str(reason))
    except NotFound as missing:
        return await try_again(db, mail, answer=f"not written yet: no {missing.thing} here")
    except EmailNotValidError as error:
        return await finish(db, mail, MailState.FAILED, answer=f"not sent: {error}")
    except Exception as error:
        log.exception("a mail could not be written", mail_id=mail.id)
        return await try_again(db, mail, answer=f"not written: {error!r}")
    return await record(db, mail, letter, await conversation.hand_over(outgoing))


async def record(db: Connection, mail: DueMail, letter: Letter, answer: Answer) -> MailState:
    match answer.verdict:
        case Verdict.LATER:
            return await try_again(db, mail, answer=answer.text)
        case Verdict.REFUSED:
            return await finish(db, mail, MailState.FAILED, answer=answer.text)
    if letter.told:
        await participants.mark_told(db, letter.told, email=mail.recipient)
    return await finish(db, mail, MailState.SENT, answer=answer.text)


async def finish(db: Connection, mail: DueMail, state: MailState, *, answer: str) -> MailState:
    await mails.mark_done(db, mail.id, state, answer=answer)
    if mail.registration_id:
        await outbox.stage(db, *await records_of(db, mail, mail.registration_id, state))
    return state


async def records_of(db: Connection, mail: DueMail, registration_id: UUID, state: MailState) -> list[MailRecorded]:
    """One for each registration that the mail is about."""
    is_booking = mail.kind is MailKind.BOOKING
    about = (await participants.list_booked_with(db, registration_id) if is_booking else []) or [registration_id]
    now = datetime.now(UTC)
    return [
        MailRecorded(registration_id=each, mail_id=mail.id, kind=mail.kind, state=state, recorded_at=now)
        for each in about
    ]


async def try_again(db: Connection, mail: DueMail, *, answer: str) -> MailState:
    delay = delay_after(mail.tries + 1)
    if delay is None:
        return await finish(db, mail, MailState.FAILED, answer=answer)
    await mails.mark_tried(db, mail.id, answer=answer, delay=delay)
    return MailState.QUEUED
