from shared import copies
from shared.database import Connection
from shared.messages.registration import RosterState


async def keep_roster(db: Connection, state: RosterState) -> None:
    """Remember how many places are left, for the event's page."""
    await copies.keep(db, state)
