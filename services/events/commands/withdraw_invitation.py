from uuid import UUID

from services.events.tables import invitations
from shared.database import Connection
from shared.problems import NotFound


async def withdraw_invitation(db: Connection, invitation_id: UUID, *, organisation_id: UUID) -> None:
    """Let the link of an invitation work no more. Raises `NotFound`."""
    if not await invitations.delete(db, invitation_id, organisation_id=organisation_id):
        raise NotFound("invitation")
