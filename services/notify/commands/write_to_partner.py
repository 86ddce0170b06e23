"""What is written to members and coordinators, and to those who would like to be."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec

from services.notify.domain.letter import Letter, NoLongerTrue
from services.notify.domain.mail import DueMail, LoginVariables, MailKind, NetworkVariables, NewsVariables
from services.notify.domain.network import FACTS
from services.notify.tables import applications
from shared import copies
from shared.database import Connection
from shared.messages.events import EventState, EventStatus, MemberState
from shared.messages.events_facts import CampaignReminded, CoOrganisationRequested, MemberInvited, OrganisationApplied
from shared.problems import NotFound
from shared.translations import N_

# Wherever the network is, the last day of a call is over a day after it has ended in UTC.
CALL_PATIENCE = timedelta(days=1)

NEWS_STATUSES = {
    MailKind.EVENT_SUBMITTED: EventStatus.SUBMITTED,
    MailKind.EVENT_PUBLISHED: EventStatus.PUBLISHED,
    MailKind.EVENT_RETURNED: EventStatus.RETURNED,
}


async def write_login(db: Connection, mail: DueMail) -> Letter:
    variables = msgspec.convert(mail.variables, LoginVariables)
    require_time(variables.expires_at)
    await require_member(db, variables.member_id)
    return Letter(context={"link": variables.link, "expires_at": variables.expires_at})


def require_time(expires_at: datetime) -> None:
    if expires_at <= datetime.now(UTC):
        raise NoLongerTrue(N_("The link had expired."))


async def require_member(db: Connection, member_id: UUID) -> None:
    """A member we have not heard of yet may well be a new one."""
    member = await copies.find(db, MemberState, member_id)
    if member is not None and member.removed_at is not None:
        raise NoLongerTrue(N_("The person does not log in here any more."))


async def write_news(db: Connection, mail: DueMail) -> Letter:
    """An entry moved on; true as long as it has not moved on further."""
    event = await copies.find(db, EventState, mail.event_id) if mail.event_id else None
    if event is None:
        raise NotFound("event")
    await require_member(db, msgspec.convert(mail.variables, NewsVariables).member_id)
    if event.status is not NEWS_STATUSES[mail.kind]:
        raise NoLongerTrue(N_("The event has moved on meanwhile."))
    return Letter(context={"event": event})


async def write_invitation(_db: Connection, mail: DueMail) -> Letter:
    invitation = msgspec.convert(msgspec.convert(mail.variables, NetworkVariables).fact, MemberInvited)
    require_time(invitation.expires_at)
    return Letter(context={"fact": invitation})


async def write_request(db: Connection, mail: DueMail) -> Letter:
    """What one asked of another in the network, or answered."""
    variables = msgspec.convert(mail.variables, NetworkVariables)
    if variables.member_id is not None:
        await require_member(db, variables.member_id)
    return Letter(context={"fact": msgspec.convert(variables.fact, FACTS[mail.kind])})


async def write_application(db: Connection, mail: DueMail) -> Letter:
    """True until one of the coordinators has decided."""
    application = msgspec.convert(msgspec.convert(mail.variables, NetworkVariables).fact, OrganisationApplied)
    if await applications.is_decided(db, application.application_id):
        raise NoLongerTrue(N_("The application was decided meanwhile."))
    return await write_request(db, mail)


async def write_wish_to_take_part(db: Connection, mail: DueMail) -> Letter:
    """True as long as there is something to take part in."""
    request = msgspec.convert(msgspec.convert(mail.variables, NetworkVariables).fact, CoOrganisationRequested)
    event = await copies.find(db, EventState, request.event_id)
    if event is not None and event.status is EventStatus.CANCELLED:
        raise NoLongerTrue(N_("The event was cancelled meanwhile."))
    return await write_request(db, mail)


async def write_reminder(db: Connection, mail: DueMail) -> Letter:
    reminder = msgspec.convert(msgspec.convert(mail.variables, NetworkVariables).fact, CampaignReminded)
    if reminder.call_closes_on and reminder.call_closes_on < (datetime.now(UTC) - CALL_PATIENCE).date():
        raise NoLongerTrue(N_("The call was closed."))
    return await write_request(db, mail)
