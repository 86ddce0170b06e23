"""Places that were held for an answer that did not come go on to the next."""

from datetime import UTC, datetime

from msgspec.structs import replace

from services.registration.commands.offer_places import offer_and_tell
from services.registration.domain.places import without_party
from services.registration.domain.registration import Registration, fact_about
from services.registration.domain.roster import Roster
from services.registration.tables import registrations, rosters
from shared.database import Connection
from shared.messages.registration import RegistrationExpired, RegistrationStatus

# As many as are done in far less time than people wait for the lock of one of them.
MOST_AT_ONCE = 50


async def expire_holds(db: Connection, *, base_url: str) -> None:
    """Ends what was held until now: addresses that were not proven, and offers that were not answered."""
    now = datetime.now(UTC)
    due = await registrations.find_rosters_due(db, now, limit=MOST_AT_ONCE)
    for roster in await rosters.lock_free(db, due):
        await expire_holds_of(db, roster, base_url=base_url, now=now)


async def expire_holds_of(db: Connection, roster: Roster, *, base_url: str, now: datetime) -> None:
    due = await registrations.list_due(db, roster.id, now)
    # Another replica was faster.
    if not due:
        return
    for registration in due:
        roster = without_party(roster, registration)
    await registrations.keep_many(db, [expired(registration) for registration in due])
    facts = [fact_about(RegistrationExpired, registration, was=registration.status) for registration in due]
    await offer_and_tell(db, roster, *facts, base_url=base_url, now=now)


def expired(registration: Registration) -> Registration:
    return replace(registration, status=RegistrationStatus.EXPIRED, held_until=None, offered_size=None)
