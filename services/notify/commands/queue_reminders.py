"""Queue the reminders whose time has come: one to each who comes, for each date and each time before it."""

from datetime import UTC, datetime, timedelta

from services.notify.domain.facts import facts_of, span_of
from services.notify.domain.mail import MailKind, NewMail, ReminderVariables
from services.notify.domain.participant import Participant
from services.notify.domain.quiet_hours import QuietHours
from services.notify.domain.reminding import SOONEST, NearDate, due_reminders
from services.notify.tables import mails, occurrences, participants
from shared import copies
from shared.database import Connection
from shared.messages.events import EventState, EventStatus

# As far ahead as organisers can choose, and a reminder may come a day sooner.
LOOK_AHEAD = timedelta(days=31)


async def queue_reminders(db: Connection, *, quiet: QuietHours, now: datetime | None = None) -> None:
    """Once for each date and time before it: who signs up, or hears of the date, after that needs none."""
    now = now or datetime.now(UTC)
    near = await occurrences.lock_near(db, now=now, within=LOOK_AHEAD, ahead=SOONEST)
    events = await copies.find_many(db, EventState, [date.event_id for date in near])
    for date in near:
        if event := events.get(date.event_id):
            await remind_of(db, date, event, quiet=quiet, now=now)


async def remind_of(db: Connection, near: NearDate, event: EventState, *, quiet: QuietHours, now: datetime) -> None:
    date = facts_of(event, near.id)
    span = span_of(date)
    if date.status is not EventStatus.PUBLISHED or span is None or span[0] <= now:
        return
    due = due_reminders(date, near.hours_left(event), quiet, now)
    if not due:
        return
    await occurrences.mark_reminded(db, near.id, list(due))
    # Of several that are due at once, such as after an outage, one is enough.
    hours = min(due)
    comes = await participants.list_to_remind(db, near.id, since=due[hours])
    informed = [each for each in comes if span_of(each.told) == span]
    await mails.insert(db, *(reminder_for(each, hours, span[0]) for each in informed))


def reminder_for(participant: Participant, hours: int, starts_at: datetime) -> NewMail:
    return NewMail(
        cause=f"{MailKind.REMINDER}:{participant.registration_id}:{participant.roster_id}:{hours}:{starts_at.isoformat()}",
        kind=MailKind.REMINDER,
        recipient=participant.email,
        recipient_name=participant.name,
        language=participant.language,
        event_id=participant.event_id,
        registration_id=participant.registration_id,
        variables=ReminderVariables(starts_at=starts_at),
    )
