"""Bring an event's rosters in line with the event: one open roster for each date, as long as people can sign up."""

from datetime import UTC, datetime

from services.registration.commands.linked import linked
from services.registration.commands.seat_waiting import seat_waiting
from services.registration.domain.event_rosters import rosters_of
from services.registration.domain.roster import Roster
from services.registration.tables import rosters
from shared import outbox
from shared.database import Connection
from shared.messages.events import EventState


async def adjust_rosters(db: Connection, event: EventState, *, base_url: str) -> None:
    """Registrations stay as they are, but for those who wait and now fit."""
    now = datetime.now(UTC)
    before = {roster.id: roster for roster in await rosters.lock_all_of_event(db, event.id)}
    for roster in rosters_of(event, before, now):
        await keep_and_tell(db, roster, before.get(roster.id), base_url=base_url, now=now)


async def keep_and_tell(db: Connection, roster: Roster, before: Roster | None, *, base_url: str, now: datetime) -> None:
    if roster == before:
        return
    roster, seated = await seat_waiting(db, roster, now=now)
    roster = await rosters.keep(db, roster)
    await outbox.stage(db, *await linked(db, seated, base_url=base_url), roster.state)
