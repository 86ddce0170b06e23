"""Ask those who came how it was, on the morning after, where the organiser wants to know."""

from datetime import UTC, datetime

from services.registration.commands.linked import linked
from services.registration.domain.opinion import ASKED_WITHIN, asked_from, is_asked
from services.registration.domain.own_date import Standing, standing_of
from services.registration.domain.registration import fact_about
from services.registration.domain.roster import Roster
from services.registration.tables import attendance, events, rosters
from shared import outbox
from shared.database import Connection
from shared.messages.registration import HowItWasAsked


async def ask_how_it_was(db: Connection, *, base_url: str, now: datetime | None = None) -> None:
    """Once for each date that has taken place."""
    now = now or datetime.now(UTC)
    over = await rosters.lock_to_ask(db, since=now - ASKED_WITHIN, until=now)
    due = [roster for roster in over if asked_from(roster) <= now]
    known = await events.find_many(db, {roster.event_id for roster in due})
    for roster in due:
        event = known.get(roster.event_id)
        if event is not None and standing_of(event, roster) is Standing.ON:
            await ask_about(db, roster, base_url=base_url)
    await rosters.mark_asked(db, [roster.id for roster in due], now=now)


async def ask_about(db: Connection, roster: Roster, *, base_url: str) -> None:
    came = [each for each in await attendance.list_at_door(db, roster.id) if each.email and is_asked(each, roster)]
    facts = [fact_about(HowItWasAsked, each, status=each.status) for each in came]
    await outbox.stage(db, *await linked(db, facts, base_url=base_url))
