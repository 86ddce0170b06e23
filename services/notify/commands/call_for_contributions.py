"""Ask the organisations for contributions to an edition: all of them once, and shortly before the deadline the rest."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from services.notify.domain.edition import CallWithoutTime, Edition, check_preparing
from services.notify.domain.mail import EditionVariables, MailKind, NewMail
from services.notify.tables import contributions, editions, mails, members
from shared.database import Connection
from shared.messages.events import MemberState
from shared.mornings import is_by_day

# Time enough to write something, and so near that it is not put off again.
REMINDED_BEFORE = timedelta(days=2)
# Whoever was asked yesterday need not be asked again.
REMINDED_AFTER = timedelta(days=1)


async def call_for_contributions(db: Connection, edition_id: UUID, *, now: datetime, zone: ZoneInfo) -> None:
    """Each organisation's members get one mail; to call again does nothing.

    Raises `AlreadyPublished`, `CallWithoutTime`.
    """
    edition = await editions.lock(db, edition_id)
    check_preparing(edition)
    if edition.called_at:
        return
    if edition.call_closes_on is None or edition.call_closes_on < now.astimezone(zone).date():
        raise CallWithoutTime
    await editions.mark_called(db, edition_id, now=now)
    await queue(db, MailKind.CONTRIBUTIONS_ASKED_FOR, edition, await members.list_all(db))


def reminding_in(zone: ZoneInfo) -> Callable[[Connection], Awaitable[None]]:
    """The job of reminding them, by the clocks there."""
    return lambda db: remind_contributors(db, now=datetime.now(UTC), zone=zone)


async def remind_contributors(db: Connection, *, now: datetime, zone: ZoneInfo) -> None:
    """Those from whom nothing has come yet get one more mail, two days before the call closes."""
    if not is_by_day(now, zone):
        return
    today = now.astimezone(zone).date()
    closing = await editions.list_closing(db, today, today + REMINDED_BEFORE, called_before=now - REMINDED_AFTER)
    for each in closing:
        edition = await editions.lock(db, each.id)
        if edition.reminded_at is None:
            await editions.mark_reminded(db, edition.id, now=now)
            await queue(db, MailKind.CONTRIBUTION_DEADLINE, edition, await without_any(db, edition))


async def without_any(db: Connection, edition: Edition) -> list[MemberState]:
    """The members of organisations that have not contributed."""
    given = {each.organisation_id for each in await contributions.list_of_edition(db, edition.id)}
    return [member for member in await members.list_all(db) if member.organisation_id not in given]


async def queue(db: Connection, kind: MailKind, edition: Edition, readers: Iterable[MemberState]) -> None:
    new = [
        NewMail(
            cause=f"{kind}:{edition.id}:{reader.id}",
            kind=kind,
            recipient=reader.email,
            recipient_name=reader.name,
            language=reader.language,
            variables=EditionVariables(
                edition_id=edition.id, organisation_id=reader.organisation_id, member_id=reader.id
            ),
        )
        for reader in readers
    ]
    await mails.insert(db, *new)
