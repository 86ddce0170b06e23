"""Tell coordinators of messages that a service gave up: all since the last time in one mail, one an hour at most."""

from datetime import UTC, datetime, timedelta

from services.notify.commands.queue_member_mail import queue_member_mail
from services.notify.domain.mail import MailKind
from services.notify.domain.operating import GivenUpSaid
from services.notify.tables import given_up_messages, made_digests, members
from shared.database import Connection

HOUR = timedelta(hours=1)
# As long as a fact may be heard once more.
KEPT = timedelta(days=14)


async def tell_given_up(db: Connection, *, now: datetime | None = None) -> None:
    now = now or datetime.now(UTC)
    if not await given_up_messages.any_untold(db):
        return
    if not await made_digests.begin(db, MailKind.DEAD_LETTERS, due_at=now - HOUR, now=now):
        return
    await given_up_messages.delete_told_before(db, now - KEPT)
    said = GivenUpSaid(messages=await given_up_messages.take_untold(db, now=now))
    readers = await members.list_coordinators(db)
    await queue_member_mail(db, MailKind.DEAD_LETTERS, readers, cause=now.isoformat(), said=said)
