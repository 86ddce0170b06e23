"""Record what came of a mail's turn."""

from datetime import UTC, datetime
from uuid import UUID

from services.notify.commands.mark_bounced import mark_bounced
from services.notify.domain.answer import Answer, Verdict
from services.notify.domain.letter import Letter
from services.notify.domain.mail import DueMail, MailKind
from services.notify.domain.retrying import delay_after
from services.notify.tables import mails, outcomes, participants, resting_domains
from shared.database import Connection
from shared.messages.notify import MailRecorded, MailState

NOW_DONE = {
    Verdict.TAKEN: MailState.SENT,
    Verdict.REFUSED: MailState.FAILED,
    Verdict.UNREACHABLE: MailState.FAILED,
    Verdict.NEEDLESS: MailState.SKIPPED,
}


async def record_answer(db: Connection, mail: DueMail, answer: Answer, letter: Letter | None = None) -> MailState:
    """What became of the mail; queued: it will be tried again. Begins a transaction where one statement is not all."""
    if answer.verdict is Verdict.TAKEN and not mail.has_failed_domain:
        return await finish(db, mail, MailState.SENT, answer, letter)
    async with db.transaction():
        state = await record_try(db, mail, answer, letter)
        await note_domain(db, mail, answer.verdict)
        if answer.verdict is Verdict.UNREACHABLE:
            await mark_bounced(db, mail.id, answer=answer.text, now=datetime.now(UTC))
    return state


async def record_try(db: Connection, mail: DueMail, answer: Answer, letter: Letter | None) -> MailState:
    delay = delay_after(mail.tries + 1)
    state = NOW_DONE.get(answer.verdict, MailState.FAILED if delay is None else MailState.QUEUED)
    if state is MailState.QUEUED and delay is not None:
        await mails.mark_tried(db, mail.id, answer=answer.text, delay=delay)
        return state
    return await finish(db, mail, state, answer, letter)


async def finish(db: Connection, mail: DueMail, state: MailState, answer: Answer, letter: Letter | None) -> MailState:
    now = datetime.now(UTC)
    facts = [
        MailRecorded(registration_id=each, mail_id=mail.id, kind=mail.kind, state=state, recorded_at=now)
        for each in await registrations_of(db, mail)
    ]
    told = letter.told if letter is not None and state is MailState.SENT else {}
    await outcomes.keep(db, mail, state, answer=answer.text, told=told, facts=facts)
    return state


async def registrations_of(db: Connection, mail: DueMail) -> list[UUID]:
    """Those that the mail is about."""
    if mail.registration_id is None:
        return []
    booked = await participants.list_booked_with(db, mail.registration_id) if mail.kind is MailKind.BOOKING else []
    return booked or [mail.registration_id]


async def note_domain(db: Connection, mail: DueMail, verdict: Verdict) -> None:
    if verdict is Verdict.BUSY:
        await resting_domains.rest(db, mail.domain)
    elif mail.has_failed_domain and verdict is not Verdict.LATER:
        await resting_domains.delete(db, mail.domain)
