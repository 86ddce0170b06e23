"""The events of the coming days that somebody wants to hear of."""

from datetime import UTC, datetime

from services.notify.commands.write_to_subscriber import active_subscriber_of
from services.notify.domain.edition_events import listed_event
from services.notify.domain.letter import Letter, NoLongerTrue
from services.notify.domain.mail import DueMail
from services.notify.domain.weekly_digest import AHEAD, MOST_EVENTS, DigestEntry
from services.notify.tables import public_dates
from shared import copies
from shared.database import Connection
from shared.messages.event_details import Occurrence
from shared.messages.events import EventState
from shared.occurrences import find_occurrence
from shared.translations import N_


async def write_weekly_digest(db: Connection, mail: DueMail) -> Letter:
    """Raises `NoLongerTrue` when nothing is left of it, or the reader does not want it any more."""
    subscriber = await active_subscriber_of(db, mail)
    if not subscriber.wants_weekly:
        raise NoLongerTrue(N_("The person has unsubscribed meanwhile."))
    now = datetime.now(UTC)
    dates = await public_dates.list_wanted(db, subscriber.id, since=now, until=now + AHEAD, limit=MOST_EVENTS + 1)
    events = await copies.find_many(db, EventState, [each.event_id for each in dates])
    dated = [(events[each.event_id], each.occurrence_id) for each in dates]
    entries = [
        entry_of(event, occurrence, subscriber.language)
        for event, occurrence_id in dated
        if (occurrence := find_occurrence(event, occurrence_id))
    ]
    if not entries:
        raise NoLongerTrue(N_("There was nothing to tell any more."))
    return Letter(
        context={"subscriber": subscriber, "entries": entries[:MOST_EVENTS], "has_more": len(entries) > MOST_EVENTS},
        unsubscribe_url=subscriber.end_path,
    )


def entry_of(event: EventState, occurrence: Occurrence, language: str) -> DigestEntry:
    return DigestEntry(
        shown=listed_event(event, occurrence, language),
        sign_up_path=f"/register/{event.slug}" if event.takes_registrations else "",
    )
