"""Tell coordinators each morning how many addresses mail did not reach since the last time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from services.notify.commands.making_digests import begin_digest
from services.notify.commands.queue_member_mail import queue_member_mail
from services.notify.domain.mail import MailKind
from services.notify.tables import bounced_addresses, made_digests, members
from shared.database import Connection

DAY = timedelta(days=1)


async def tell_bounces(db: Connection, *, zone: ZoneInfo, now: datetime | None = None) -> None:
    now = now or datetime.now(UTC)
    since = await made_digests.find(db, MailKind.BOUNCES_DIGEST) or now - DAY
    if not await begin_digest(db, MailKind.BOUNCES_DIGEST, zone=zone, now=now):
        return
    count = await bounced_addresses.count_between(db, since, now)
    if count.addresses:
        cause = str(now.astimezone(zone).date())
        readers = await members.list_coordinators(db)
        await queue_member_mail(db, MailKind.BOUNCES_DIGEST, readers, cause=cause, said=count)
