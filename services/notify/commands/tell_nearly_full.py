"""Tell organisers once that few places are left on a date, or none; again only when there are more or fewer in all."""

from datetime import UTC, datetime

from services.notify.commands.queue_member_mail import queue_member_mail
from services.notify.domain.facts import facts_of, is_over
from services.notify.domain.fullness import RosterSaid, is_nearly_full
from services.notify.domain.mail import MailKind
from services.notify.tables import events, members
from shared.database import Connection
from shared.messages.registration import RosterState
from shared.problems import NotFound


async def tell_nearly_full(db: Connection, before: RosterState | None, roster: RosterState) -> None:
    """Raises `NotFound` while we have not heard of the event."""
    was_told = before is not None and before.capacity == roster.capacity and is_nearly_full(before)
    if was_told or not is_nearly_full(roster):
        return
    event = await events.find_with_date(db, roster.event_id, roster.id)
    if event is None:
        raise NotFound("event")
    date = facts_of(event, roster.id)
    if date.is_cancelled or is_over(date, datetime.now(UTC)):
        return
    await queue_member_mail(
        db,
        MailKind.ROSTER_NEARLY_FULL,
        await members.list_of_organisation(db, event.organisation_id),
        cause=f"{roster.id}:{roster.capacity}",
        said=RosterSaid(roster_id=roster.id),
        event_id=event.id,
    )
