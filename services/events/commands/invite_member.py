from datetime import UTC, datetime
from uuid import UUID, uuid4

from services.events.domain.languages import check_written
from services.events.domain.membership import (
    ALREADY_MEMBER,
    INVITATION_AGE,
    INVITE_AGAIN_AFTER,
    MOST_OPEN_INVITATIONS,
    InvitationFields,
    TooManyInvitations,
)
from services.events.domain.organisation import OrganisationLeft
from services.events.tables import invitations, members, organisations
from shared import outbox
from shared.database import Connection
from shared.messages.events_facts import MemberInvited
from shared.problems import invalid
from shared.sessions import digest_of, new_token


async def invite_member(
    db: Connection,
    fields: InvitationFields,
    *,
    organisation_id: UUID,
    inviter_name: str,
    base_url: str,
    application_id: UUID | None = None,
) -> None:
    """Mail a person a link with which they can log in for the organisation from then on.

    Raises `NotFound`, `Invalid`, `OrganisationLeft`, `TooManyInvitations`. Whether the address belongs to another
    organisation, only the person who opens the link is told.
    """
    now = datetime.now(UTC)
    check_written(fields)
    organisation = await organisations.lock(db, organisation_id)
    if organisation.left_at:
        raise OrganisationLeft
    if await was_invited_just_now(db, fields.email, organisation_id, now=now):
        return

    token, expires_at = new_token(), now + INVITATION_AGE
    invitation_id = await invitations.keep(
        db,
        fields,
        invitation_id=uuid4(),
        digest=digest_of(token),
        organisation_id=organisation_id,
        invited_at=now,
        expires_at=expires_at,
    )
    await outbox.stage(
        db,
        MemberInvited(
            invitation_id=invitation_id,
            organisation_id=organisation_id,
            organisation_name=organisation.name,
            inviter_name=inviter_name,
            email=fields.email,
            name=fields.name,
            language=fields.language,
            link=f"{base_url}/invitations/{token}",
            expires_at=expires_at,
            application_id=application_id,
        ),
    )


async def was_invited_just_now(db: Connection, email: str, organisation_id: UUID, *, now: datetime) -> bool:
    """Then no second mail is needed. Raises `Invalid` for a member, `TooManyInvitations` when too many are open."""
    known = await members.find_by_email(db, email)
    if known and known.organisation_id == organisation_id:
        raise invalid("email", ALREADY_MEMBER)
    waiting = {each.email.lower(): each for each in await invitations.list_open(db, organisation_id)}
    earlier = waiting.get(email.lower())
    if not earlier and len(waiting) >= MOST_OPEN_INVITATIONS:
        raise TooManyInvitations
    return earlier is not None and now - earlier.invited_at < INVITE_AGAIN_AFTER
