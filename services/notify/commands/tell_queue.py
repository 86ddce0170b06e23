"""Tell coordinators each working morning which entries and organisations wait for them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from services.notify.commands.making_digests import begin_digest
from services.notify.commands.queue_member_mail import queue_member_mail
from services.notify.domain.mail import MailKind
from services.notify.tables import applications, events, members
from shared.database import Connection
from shared.mornings import is_weekday


async def tell_queue(db: Connection, *, zone: ZoneInfo, now: datetime | None = None) -> None:
    now = now or datetime.now(UTC)
    if not is_weekday(now, zone) or not await begin_digest(db, MailKind.QUEUE_DIGEST, zone=zone, now=now):
        return
    if await events.list_submitted(db) or await applications.list_open(db):
        cause = str(now.astimezone(zone).date())
        await queue_member_mail(db, MailKind.QUEUE_DIGEST, await members.list_coordinators(db), cause=cause)
