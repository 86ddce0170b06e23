"""Keep an event as it is now, tell those who work on it, and note what its participants should hear."""

from datetime import UTC, datetime, timedelta

from services.notify.domain.facts import concerns_somebody, has_lost
from services.notify.domain.mail import MailKind, NewMail, NewsVariables
from services.notify.domain.news import news_of
from services.notify.tables import events, mails, members, occurrences, participants, pending_changes, public_dates
from shared import copies
from shared.database import Connection
from shared.messages.events import PUBLIC_STATUSES, EventState, MemberState
from shared.occurrences import takes_over
from shared.problems import NotFound

# Events and members come by different consumers: right after the start the members may still be on their way.
PATIENCE = timedelta(seconds=30)
# A date that left its series may be on its way to another event, whose message may need some tries.
GONE_SETTLING = timedelta(minutes=2)


async def keep_event(db: Connection, event: EventState, *, settling: timedelta) -> None:
    """Raises `Stale` for a state we know, `NotFound` while we have not heard yet of those to be told."""
    before = await copies.keep(db, event)
    await occurrences.keep(db, event)
    await public_dates.replace(db, event)
    now = datetime.now(UTC)

    kind = news_of(before, event, now)
    if kind is not None and not (before is None and await events.continues_another(db, event)):
        await queue_news(db, kind, event, now)

    has_new_people = await take_over_dates(db, event)
    has_changed = before is not None and is_public(before) and concerns_somebody(before, event)
    if is_public(event) and (has_new_people or has_changed):
        some_are_gone = any(has_lost(event, each) for each in await participants.list_dates(db, event.id))
        await pending_changes.insert(db, event.id, settling=max(settling, GONE_SETTLING) if some_are_gone else settling)


async def take_over_dates(db: Connection, event: EventState) -> bool:
    """Whether there are dates with people on them that were another event's until now."""
    elsewhere = await participants.list_elsewhere(db, event.id, [occurrence.id for occurrence in event.occurrences])
    others = await copies.find_many(db, EventState, list(set(elsewhere.values())))
    taken_over = [
        occurrence_id
        for occurrence_id, other_id in elsewhere.items()
        if takes_over(event, others.get(other_id), occurrence_id)
    ]
    await participants.move(db, taken_over, event.id)
    return bool(taken_over)


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
