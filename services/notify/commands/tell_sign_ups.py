"""Tell organisers each morning how many signed up, cancelled or began to wait for which of their dates."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from services.notify.commands.making_digests import begin_digest
from services.notify.commands.queue_member_mail import queue_member_mail
from services.notify.domain.mail import MailKind
from services.notify.domain.sign_up import DateCount, SignUpsSaid
from services.notify.tables import members, sign_ups
from shared import copies
from shared.database import Connection
from shared.messages.events import EventState

# As long as a fact may be heard once more.
KEPT = timedelta(days=14)


async def tell_sign_ups(db: Connection, *, zone: ZoneInfo, now: datetime | None = None) -> None:
    now = now or datetime.now(UTC)
    if not await begin_digest(db, MailKind.SIGN_UPS_DIGEST, zone=zone, now=now):
        return
    await sign_ups.delete_told_before(db, now - KEPT)
    for organisation_id, dates in (await by_organisation(db, await sign_ups.take_untold(db, now=now))).items():
        readers = await members.list_of_organisation(db, organisation_id)
        cause = str(now.astimezone(zone).date())
        await queue_member_mail(db, MailKind.SIGN_UPS_DIGEST, readers, cause=cause, said=SignUpsSaid(dates=dates))


async def by_organisation(db: Connection, counts: list[DateCount]) -> dict[UUID, list[DateCount]]:
    known = await copies.find_many(db, EventState, [count.event_id for count in counts])
    found: dict[UUID, list[DateCount]] = defaultdict(list)
    for count in counts:
        if count.event_id in known:
            found[known[count.event_id].organisation_id].append(count)
    return found
