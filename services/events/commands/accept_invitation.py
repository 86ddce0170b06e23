from datetime import UTC, datetime

from asyncpg import UniqueViolationError

from services.events.commands.add_member import add_member
from services.events.domain.membership import AddressTaken, InvitationOver
from services.events.tables import invitations, organisations
from shared.database import Connection
from shared.sessions import digest_of, sign_session


async def accept_invitation(db: Connection, token: str, *, private_key: str) -> str:
    """The signed session of a person who was invited and is a member now. Raises `InvitationOver`, `AddressTaken`."""
    now = datetime.now(UTC)
    digest = digest_of(token)
    invitation = await invitations.find_open(db, digest, now=now)
    if invitation is None:
        raise InvitationOver
    # First of all, as wherever an organisation's people change: so nobody waits for each other.
    await organisations.lock(db, invitation.organisation_id)
    if not await invitations.mark_accepted(db, digest, accepted_at=now):
        raise InvitationOver
    try:
        member_id = await add_member(
            db,
            organisation_id=invitation.organisation_id,
            name=invitation.name,
            email=invitation.email,
            role=invitation.role,
            language=invitation.language,
        )
    except UniqueViolationError as error:
        raise AddressTaken from error
    return sign_session(member_id, private_key=private_key, now=now)
