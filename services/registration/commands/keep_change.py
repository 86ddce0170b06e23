"""What is different about a registration is stored and told, and places that got free go to those who wait."""

from datetime import datetime

from services.registration.commands.offer_places import offer_and_tell
from services.registration.domain.places import with_change
from services.registration.domain.registration import Registration
from services.registration.domain.roster import Roster
from services.registration.tables import registrations
from shared.database import Connection
from shared.messages.registration import RegistrationFact


async def keep_change(
    db: Connection,
    roster: Roster,
    before: Registration,
    after: Registration,
    fact: RegistrationFact,
    *,
    base_url: str,
    now: datetime,
) -> None:
    """Does nothing when nothing is different."""
    if after == before:
        return
    await registrations.keep(db, after)
    await offer_and_tell(db, with_change(roster, before, after), fact, base_url=base_url, now=now)
