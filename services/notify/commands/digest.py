"""What comes each morning: how sign-ups went, what waits for a decision, where mail did not arrive."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from services.notify.commands.queue_member_mail import queue_member_mail
from services.notify.domain.mail import MailKind
from services.notify.domain.sign_up import DateCount, SignUpsSaid
from services.notify.tables import applications, bounced_addresses, events, made_digests, members, sign_ups
from shared import copies
from shared.database import Connection
from shared.messages.events import EventState
from shared.mornings import is_by_day, is_weekday, last_morning

# As long as a fact may be heard once more.
KEPT = timedelta(days=14)
DAY = timedelta(days=1)


async def begin(db: Connection, kind: MailKind, *, zone: ZoneInfo, now: datetime) -> bool:
    """Whether this morning's digest is to be made, now and by us."""
    return is_by_day(now, zone) and await made_digests.begin(db, kind, due_at=last_morning(now, zone), now=now)


async def tell_sign_ups(db: Connection, *, zone: ZoneInfo, now: datetime | None = None) -> None:
    """To each who organises: how many signed up, cancelled or began to wait for which date since yesterday."""
    now = now or datetime.now(UTC)
    if not await begin(db, MailKind.SIGN_UPS_DIGEST, zone=zone, now=now):
        return
    await sign_ups.delete_told_before(db, now - KEPT)
    counts = await sign_ups.take_untold(db, now=now)
    known = await copies.find_many(db, EventState, [count.event_id for count in counts])
    by_organisation: dict[UUID, list[DateCount]] = defaultdict(list)
    for count in counts:
        if count.event_id in known:
            by_organisation[known[count.event_id].organisation_id].append(count)
    for organisation_id, dates in by_organisation.items():
        readers = await members.list_of_organisation(db, organisation_id)
        cause = str(now.astimezone(zone).date())
        await queue_member_mail(db, MailKind.SIGN_UPS_DIGEST, readers, cause=cause, said=SignUpsSaid(dates=dates))


async def tell_queue(db: Connection, *, zone: ZoneInfo, now: datetime | None = None) -> None:
    """To coordinators, on working days: entries and organisations that wait for them."""
    now = now or datetime.now(UTC)
    if not is_weekday(now, zone) or not await begin(db, MailKind.QUEUE_DIGEST, zone=zone, now=now):
        return
    if await events.list_submitted(db) or await applications.list_open(db):
        cause = str(now.astimezone(zone).date())
        await queue_member_mail(db, MailKind.QUEUE_DIGEST, await members.list_coordinators(db), cause=cause)


async def tell_bounces(db: Connection, *, zone: ZoneInfo, now: datetime | None = None) -> None:
    """To coordinators: how many addresses mail did not reach since the last time."""
    now = now or datetime.now(UTC)
    since = await made_digests.find(db, MailKind.BOUNCES_DIGEST) or now - DAY
    if not await begin(db, MailKind.BOUNCES_DIGEST, zone=zone, now=now):
        return
    count = await bounced_addresses.count_between(db, since, now)
    if count.addresses:
        cause = str(now.astimezone(zone).date())
        readers = await members.list_coordinators(db)
        await queue_member_mail(db, MailKind.BOUNCES_DIGEST, readers, cause=cause, said=count)
