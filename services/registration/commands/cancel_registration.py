"""Cancel a registration, and give its seats to those who wait."""

from datetime import UTC, datetime
from uuid import UUID

from msgspec.structs import replace

from services.registration.commands.linked import linked
from services.registration.commands.seat_waiting import seat_waiting
from services.registration.domain.registration import Registration, fact_about
from services.registration.domain.roster import Roster, with_seats_freed, with_waiting
from services.registration.tables import registrations, rosters
from shared import outbox
from shared.database import Connection
from shared.messages.registration import RegistrationCancelled, RegistrationFact, RegistrationStatus
from shared.problems import NotFound


async def cancel_registration(db: Connection, registration_id: UUID, *, base_url: str) -> Registration:
    """The registration as it is then; one that is cancelled already stays as it is. Raises `NotFound`."""
    now = datetime.now(UTC)
    roster, registration = await lock_roster_of(db, registration_id)
    if not registration.is_active:
        return registration

    await registrations.mark_cancelled(db, registration.id, now=now)
    roster, seated = await seat_waiting(db, without(roster, registration), now=now)

    facts: list[RegistrationFact] = [fact_about(RegistrationCancelled, registration), *seated]
    roster = await rosters.keep(db, roster)
    await outbox.stage(db, *await linked(db, facts, base_url=base_url), roster.state)
    return replace(registration, status=RegistrationStatus.CANCELLED, cancelled_at=now)


async def lock_roster_of(db: Connection, registration_id: UUID) -> tuple[Roster, Registration]:
    """The registration's roster, locked, and the registration as it is since then."""
    registration = await registrations.find(db, registration_id)
    if registration is None:
        raise NotFound("registration")
    roster = await rosters.lock(db, registration.roster_id)
    registration = await registrations.find(db, registration_id)
    if roster is None or registration is None:
        raise NotFound("registration")
    return roster, registration


def without(roster: Roster, registration: Registration) -> Roster:
    if registration.status is RegistrationStatus.CONFIRMED:
        return with_seats_freed(roster, registration.party_size)
    return with_waiting(roster, -1)
