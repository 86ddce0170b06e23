from datetime import UTC, datetime

from services.events.commands.add_member import add_member
from services.events.domain.membership import AddressTaken, InvitationOver
from services.events.tables import invitations, members, organisations
from shared.acting import ActorKind, act_as
from shared.database import Connection
from shared.sessions import digest_of, sign_session


async def accept_invitation(db: Connection, token: str, *, private_key: str) -> str:
    """The signed session of a person who was invited and is a member now. Raises `InvitationOver`, `AddressTaken`."""
    now = datetime.now(UTC)
    invitation = await invitations.find_open(db, digest_of(token), now=now)
    if invitation is None:
        raise InvitationOver
    # As everywhere where an organisation's people change; a removal that runs meanwhile counts this person then.
    await organisations.lock(db, invitation.organisation_id)
    if await members.find_by_email(db, invitation.email):
        raise AddressTaken
    member_id = await add_member(
        db,
        organisation_id=invitation.organisation_id,
        name=invitation.name,
        email=invitation.email,
        role=invitation.role,
        language=invitation.language,
    )
    await act_as(db, ActorKind.MEMBER, member_id)
    await invitations.mark_accepted(db, invitation.id, accepted_at=now)
    return sign_session(member_id, private_key=private_key, now=now)
