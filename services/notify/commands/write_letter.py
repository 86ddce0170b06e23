"""Write a mail when its turn comes: from what is true now, not from what was true when it was queued."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from uuid import UUID

import msgspec

from services.notify.domain.facts import difference, facts_of, is_over
from services.notify.domain.letter import Letter, NoLongerTrue
from services.notify.domain.mail import DueMail, LoginVariables, MailKind, NewsVariables, RegistrationVariables
from services.notify.domain.participant import Participant
from services.notify.tables import participants, pending_changes
from shared import copies
from shared.calendar import calendar
from shared.database import Connection
from shared.messages.events import EventState, EventStatus, MemberState
from shared.messages.registration import RegistrationStatus
from shared.problems import NotFound
from shared.translations import N_


async def write_letter(db: Connection, mail: DueMail) -> Letter:
    """What the mail has to say. Raises `NoLongerTrue` when that is nothing any more."""
    return await WRITERS[mail.kind](db, mail)


async def write_login(db: Connection, mail: DueMail) -> Letter:
    variables = msgspec.convert(mail.variables, LoginVariables)
    if variables.expires_at <= datetime.now(UTC):
        raise NoLongerTrue(N_("The link had expired."))
    await require_member(db, variables.member_id)
    return Letter(context={"link": variables.link, "expires_at": variables.expires_at})


async def require_member(db: Connection, member_id: UUID) -> None:
    """A member we have not heard of yet may well be a new one."""
    member = await copies.find(db, MemberState, member_id)
    if member is not None and member.removed_at is not None:
        raise NoLongerTrue(N_("The person does not log in here any more."))


async def write_news(db: Connection, mail: DueMail) -> Letter:
    """An entry moved on; true as long as it has not moved on further."""
    event = await event_of(db, mail)
    await require_member(db, msgspec.convert(mail.variables, NewsVariables).member_id)
    if event.status is not NEWS_STATUSES[mail.kind]:
        raise NoLongerTrue(N_("The event has moved on meanwhile."))
    return Letter(context={"event": event})


async def event_of(db: Connection, mail: DueMail) -> EventState:
    event = await copies.find(db, EventState, mail.event_id) if mail.event_id else None
    if event is None:
        raise NotFound("event")
    return event


async def write_registration(db: Connection, mail: DueMail) -> Letter:
    event, participant = await event_of(db, mail), await participant_of(db, mail)
    variables = msgspec.convert(mail.variables, RegistrationVariables)
    if is_over(facts_of(event), datetime.now(UTC)):
        raise NoLongerTrue(N_("The event was over."))
    if mail.kind is not MailKind.REGISTRATION_CANCELLED:
        require_standing(event, participant, mail.kind, variables)
    still_waiting = participant.status is RegistrationStatus.WAITING
    attached = mail.kind is MailKind.REGISTRATION_CONFIRMED
    return Letter(
        context={
            "event": event,
            "link": variables.link,
            "status": participant.status,
            "party_size": participant.party_size,
            "waiting_position": variables.waiting_position if still_waiting else None,
        },
        calendar=calendar_for(event, mail.language) if attached else None,
    )


async def participant_of(db: Connection, mail: DueMail) -> Participant:
    participant = await participants.find(db, mail.registration_id) if mail.registration_id else None
    if participant is None:
        raise NotFound("participant")
    return participant


def require_standing(
    event: EventState, participant: Participant, kind: MailKind, variables: RegistrationVariables
) -> None:
    """Raises `NoLongerTrue` when event or registration moved on; a new link is good while there is a registration."""
    if event.status is EventStatus.CANCELLED:
        # The participants get a mail that says so.
        raise NoLongerTrue(N_("The event was cancelled meanwhile."))
    if participant.status is RegistrationStatus.CANCELLED:
        raise NoLongerTrue(N_("The sign-up was cancelled meanwhile."))
    if kind is not MailKind.REGISTRATION_REPEATED and participant.status is not variables.status:
        raise NoLongerTrue(N_("The sign-up was confirmed meanwhile."))


def calendar_for(event: EventState, language: str) -> bytes | None:
    """The event for the reader's calendar, as it stands in our feeds; None while it has no date."""
    chosen = language if language in event.vevents else event.language
    if chosen not in event.vevents:
        return None
    zones = [event.time_zone] if event.starts_at else []
    return calendar([event.vevents[chosen]], language=chosen, time_zones=zones)


async def write_change(db: Connection, mail: DueMail) -> Letter:
    event, participant = await event_of(db, mail), await participant_of(db, mail)
    current = facts_of(event)
    if participant.status is RegistrationStatus.CANCELLED:
        raise NoLongerTrue(N_("The sign-up was cancelled meanwhile."))
    if await pending_changes.exists(db, event.id):
        raise NoLongerTrue(N_("The event has changed again; another mail will say so."))
    topics = difference(participant.told, current)
    if not topics or current.is_cancelled is not (mail.kind is MailKind.EVENT_CANCELLED):
        raise NoLongerTrue(N_("The person knows already how things stand."))
    return Letter(
        context={
            "event": event,
            "told": participant.told,
            "topics": topics,
            "link": participant.link,
            "status": participant.status,
        },
        told=current,
    )


NEWS_STATUSES = {
    MailKind.EVENT_SUBMITTED: EventStatus.SUBMITTED,
    MailKind.EVENT_PUBLISHED: EventStatus.PUBLISHED,
    MailKind.EVENT_RETURNED: EventStatus.RETURNED,
}
WRITERS: dict[MailKind, Callable[[Connection, DueMail], Awaitable[Letter]]] = {
    MailKind.LOGIN: write_login,
    MailKind.EVENT_SUBMITTED: write_news,
    MailKind.EVENT_PUBLISHED: write_news,
    MailKind.EVENT_RETURNED: write_news,
    MailKind.REGISTRATION_CONFIRMED: write_registration,
    MailKind.REGISTRATION_WAITING: write_registration,
    MailKind.REGISTRATION_CANCELLED: write_registration,
    MailKind.REGISTRATION_REPEATED: write_registration,
    MailKind.EVENT_CHANGED: write_change,
    MailKind.EVENT_CANCELLED: write_change,
}
