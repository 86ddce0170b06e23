"""What a party had on its locked roster goes to those who wait."""

from datetime import datetime

from msgspec.structs import replace

from services.registration.commands.offer_places import offer_and_tell
from services.registration.domain.changes import check_goes_on
from services.registration.domain.places import without_party
from services.registration.domain.registration import Registration
from services.registration.domain.roster import Roster
from services.registration.tables import registrations
from shared.database import Connection
from shared.messages.registration import RegistrationFact, RegistrationStatus


async def give_up(
    db: Connection,
    roster: Roster,
    registration: Registration,
    *facts: RegistrationFact,
    base_url: str,
    now: datetime,
    reason: str = "",
) -> Registration:
    """The registration, cancelled, and these facts told of it. Raises `RegistrationEnded` when the date is over."""
    check_goes_on(registration)
    cancelled = replace(
        registration,
        status=RegistrationStatus.CANCELLED,
        cancelled_at=now,
        cancel_reason=reason,
        held_until=None,
        offered_size=None,
    )
    await registrations.keep(db, cancelled)
    await offer_and_tell(db, without_party(roster, registration), *facts, base_url=base_url, now=now)
    return cancelled
