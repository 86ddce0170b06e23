"""Rosters: how full a date is, and what its organiser wants people to be mailed."""

from services.notify.commands.tell_nearly_full import tell_nearly_full
from shared import copies
from shared.consumer import Consumer
from shared.database import Connection
from shared.messages.registration import RosterState


async def keep_roster(db: Connection, roster: RosterState) -> None:
    before = await copies.keep(db, roster)
    await tell_nearly_full(db, before, roster)


CONSUMER = Consumer(name="notify-roster-state", message=RosterState, handle=keep_roster)
