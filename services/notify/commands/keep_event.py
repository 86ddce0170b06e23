"""Keep an event as it is now, tell those who work on it, and note what its participants should hear."""

from datetime import UTC, datetime, timedelta

from services.notify.domain.facts import difference, facts_of
from services.notify.domain.mail import MailKind, NewMail, NewsVariables
from services.notify.domain.news import news_of
from services.notify.tables import mails, members, pending_changes
from shared import copies
from shared.database import Connection
from shared.messages.events import PUBLIC_STATUSES, EventState, MemberState
from shared.problems import NotFound

# Events and members come by different consumers: right after the start the members may still be on their way.
PATIENCE = timedelta(seconds=30)


async def keep_event(db: Connection, event: EventState, *, settling: timedelta) -> None:
    """Raises `Stale` for a state we know, `NotFound` while we have not heard yet of those to be told."""
    before = await copies.keep(db, event)
    now = datetime.now(UTC)

    kind = news_of(before, event, now)
    if kind is not None:
        await queue_news(db, kind, event, now)
    if before is not None and is_public(before) and is_public(event) and difference(facts_of(before), facts_of(event)):
        await pending_changes.insert(db, event.id, settling=settling)


async def queue_news(db: Connection, kind: MailKind, event: EventState, now: datetime) -> None:
    if kind is MailKind.EVENT_SUBMITTED:
        readers = await members.list_coordinators(db)
    else:
        readers = await members.list_of_organisation(db, event.organisation_id)
    if not readers and now - event.changed_at < PATIENCE:
        raise NotFound("member")

    await mails.insert(db, *(news_for(reader, kind, event) for reader in readers))


def news_for(reader: MemberState, kind: MailKind, event: EventState) -> NewMail:
    return NewMail(
        cause=f"{kind}:{event.id}:{event.version}:{reader.id}",
        kind=kind,
        recipient=reader.email,
        recipient_name=reader.name,
        language=reader.language,
        event_id=event.id,
        variables=NewsVariables(member_id=reader.id),
    )


def is_public(event: EventState) -> bool:
    return event.status in PUBLIC_STATUSES
