"""Give free seats to those on the waiting list who fit, the first come first."""

from datetime import datetime

from services.registration.domain.registration import fact_about
from services.registration.domain.roster import Roster, is_open
from services.registration.domain.waiting_list import seat_those_who_fit
from services.registration.tables import registrations
from shared.database import Connection
from shared.messages.registration import RegistrationConfirmed


async def seat_waiting(db: Connection, roster: Roster, *, now: datetime) -> tuple[Roster, list[RegistrationConfirmed]]:
    """The locked roster as it is then, not stored yet, and the facts to tell; nothing happens on a closed one."""
    if not is_open(roster, now) or not roster.waiting_count or roster.seats_left == 0:
        return roster, []

    waiting = await registrations.list_waiting(db, roster.id, places=roster.seats_left)
    roster, seated = seat_those_who_fit(roster, waiting)

    await registrations.mark_confirmed(db, [registration.id for registration in seated])
    return roster, [fact_about(RegistrationConfirmed, registration) for registration in seated]
