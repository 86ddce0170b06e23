"""Events come, move, fill up and fall through: our copy of them, and their rosters."""

from services.registration.commands.adjust_rosters import adjust_rosters
from shared import copies
from shared.database import Connection
from shared.messages.events import EventState


async def keep_event(db: Connection, event: EventState, *, base_url: str) -> None:
    await copies.keep(db, event)
    await adjust_rosters(db, event, base_url=base_url)
