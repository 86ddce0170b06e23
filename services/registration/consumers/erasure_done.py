"""The other services have deleted what they had of a person."""

from services.registration.domain.erasure import purge_of_events
from services.registration.tables import erasures, purges
from shared.database import Connection
from shared.messages.events_facts import EventsErasureDone
from shared.messages.notify import NotifyErasureDone


async def keep_events_answer(db: Connection, done: EventsErasureDone) -> None:
    await purges.insert_many(db, [purge_of_events(each, done.erasure_id) for each in done.forgotten_ids])
    await erasures.keep_events_counts(db, done.erasure_id, done.counts)


async def keep_notify_answer(db: Connection, done: NotifyErasureDone) -> None:
    await erasures.keep_notify_counts(db, done.erasure_id, done.counts)
