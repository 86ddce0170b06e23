"""An organiser cancels a registration, and its places go to those who wait."""

from datetime import UTC, datetime
from uuid import UUID

from services.registration.commands.give_up import give_up
from services.registration.commands.locked import lock_roster_of
from services.registration.domain.registration import Registration, fact_about
from shared.database import Connection
from shared.messages.registration import RegistrationCancelled


async def cancel_for_people(db: Connection, registration_id: UUID, *, reason: str = "", base_url: str) -> Registration:
    """The registration as it is then; one that has ended stays as it is. People are told the reason.

    Raises `NotFound` or `RegistrationEnded`.
    """
    roster, registration = await lock_roster_of(db, registration_id)
    if not registration.is_active:
        return registration
    fact = fact_about(RegistrationCancelled, registration, by_organiser=True, reason=reason)
    return await give_up(db, roster, registration, fact, reason=reason, base_url=base_url, now=datetime.now(UTC))
