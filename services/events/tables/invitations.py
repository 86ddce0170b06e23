"""People who were asked to log in for an organisation."""

from datetime import datetime
from uuid import UUID

from services.events.domain.membership import Invitation, InvitationFields
from shared.database import Connection, many, one


async def keep(
    db: Connection,
    fields: InvitationFields,
    *,
    invitation_id: UUID,
    digest: str,
    organisation_id: UUID,
    invited_at: datetime,
    expires_at: datetime,
) -> UUID:
    """The id of the invitation. An open one for the same address becomes this one: the link in the older mail ends."""
    kept: UUID = await db.fetchval(
        """
        INSERT INTO invitations (id, digest, organisation_id, name, email, language, role, invited_at, expires_at)
        SELECT $1, $2, $3, f.name, f.email, f.language, f.role, $4, $5
        FROM jsonb_to_record($6) AS f (name text, email text, language text, role text)
        ON CONFLICT (organisation_id, lower(email)) WHERE accepted_at IS NULL DO UPDATE
        SET digest = excluded.digest, name = excluded.name, language = excluded.language, role = excluded.role,
            invited_at = excluded.invited_at, expires_at = excluded.expires_at
        RETURNING id
        """,
        invitation_id,
        digest,
        organisation_id,
        invited_at,
        expires_at,
        fields,
    )
    return kept


async def list_open(db: Connection, organisation_id: UUID) -> list[Invitation]:
    """Those that nobody has accepted, also those that are over; the newest first."""
    rows = await db.fetch(
        """
        SELECT i.id, i.organisation_id, o.name AS organisation_name, i.name, i.email, i.language, i.role,
               i.invited_at, i.expires_at
        FROM invitations AS i
        JOIN organisations AS o ON o.id = i.organisation_id
        WHERE i.organisation_id = $1 AND i.accepted_at IS NULL
        ORDER BY i.invited_at DESC, i.id
        """,
        organisation_id,
    )
    return many(rows, Invitation)


async def find_open(db: Connection, digest: str, *, now: datetime) -> Invitation | None:
    """The invitation behind a link that works."""
    row = await db.fetchrow(
        """
        SELECT i.id, i.organisation_id, o.name AS organisation_name, i.name, i.email, i.language, i.role,
               i.invited_at, i.expires_at
        FROM invitations AS i
        JOIN organisations AS o ON o.id = i.organisation_id
        WHERE i.digest = $1 AND i.accepted_at IS NULL AND i.expires_at > $2 AND o.left_at IS NULL
        """,
        digest,
        now,
    )
    return one(row, Invitation)


async def mark_accepted(db: Connection, digest: str, *, accepted_at: datetime) -> bool:
    """Let the link work no more; False if it did not work any more."""
    accepted = await db.fetchval(
        """
        UPDATE invitations
        SET accepted_at = $2
        WHERE digest = $1 AND accepted_at IS NULL AND expires_at > $2
        RETURNING true
        """,
        digest,
        accepted_at,
    )
    return bool(accepted)


async def delete(db: Connection, invitation_id: UUID, *, organisation_id: UUID) -> bool:
    """Take an open invitation back; False if the organisation has no such one."""
    deleted = await db.fetchval(
        "DELETE FROM invitations WHERE id = $1 AND organisation_id = $2 AND accepted_at IS NULL RETURNING true",
        invitation_id,
        organisation_id,
    )
    return bool(deleted)


async def delete_open(db: Connection, organisation_id: UUID) -> None:
    await db.execute("DELETE FROM invitations WHERE organisation_id = $1 AND accepted_at IS NULL", organisation_id)


async def delete_over_since(db: Connection, moment: datetime) -> None:
    """Forget whom we asked: those who accepted are members now, the others did not want to."""
    await db.execute("DELETE FROM invitations WHERE coalesce(accepted_at, expires_at) < $1", moment)


async def delete_over_of(db: Connection, email: str, *, now: datetime) -> list[UUID]:
    """Forget that this address was asked, but for a link that still works; the ids."""
    rows = await db.fetch(
        """
        DELETE FROM invitations
        WHERE lower(email) = lower($1) AND (accepted_at IS NOT NULL OR expires_at < $2)
        RETURNING id
        """,
        email,
        now,
    )
    return [row["id"] for row in rows]
