"""People cancel their registration, and its places go to those who wait."""

from datetime import UTC, datetime
from uuid import UUID

from services.registration.commands.give_up import give_up
from services.registration.commands.locked import lock_roster_of
from services.registration.domain.registration import Registration, fact_about
from shared.database import Connection
from shared.messages.registration import RegistrationCancelled


async def cancel_registration(db: Connection, registration_id: UUID, *, base_url: str) -> Registration:
    """The registration as it is then; one that has ended stays as it is. Raises `NotFound` or `RegistrationEnded`."""
    roster, registration = await lock_roster_of(db, registration_id)
    if not registration.is_active:
        return registration
    fact = fact_about(RegistrationCancelled, registration)
    return await give_up(db, roster, registration, fact, base_url=base_url, now=datetime.now(UTC))
