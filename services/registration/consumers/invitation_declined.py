"""People who decline the entry in their calendar cancel their registration by that."""

from services.registration.commands.cancel_registration import cancel_registration
from services.registration.domain.changes import RegistrationEnded
from services.registration.tables import registrations
from shared.acting import ActorKind, act_as
from shared.database import Connection
from shared.messages.notify import InvitationDeclined


async def cancel_declined(db: Connection, declined: InvitationDeclined, *, base_url: str) -> None:
    """Nothing happens to one that is over, or whose people are forgotten."""
    registration = await registrations.find(db, declined.registration_id)
    if registration is None or registration.erased_at is not None:
        return
    await act_as(db, ActorKind.CALENDAR)
    try:
        await cancel_registration(db, registration.id, base_url=base_url)
    except RegistrationEnded:
        return
