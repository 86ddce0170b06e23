"""A party does not want the places it was offered: they go on to the next."""

from uuid import UUID

from services.registration.commands.cancel_registration import cancel_registration
from services.registration.commands.locked import lock_roster_of
from services.registration.domain.offers import NothingOffered
from services.registration.domain.registration import Registration
from shared.database import Connection
from shared.messages.registration import RegistrationStatus


async def decline_offer(db: Connection, registration_id: UUID, *, base_url: str) -> Registration:
    """The registration, cancelled; one that has ended already stays as it is. Raises `NothingOffered` or `NotFound`."""
    _, registration = await lock_roster_of(db, registration_id)
    if registration.is_active and registration.status is not RegistrationStatus.OFFERED:
        raise NothingOffered
    return await cancel_registration(db, registration_id, base_url=base_url)
