"""The tokens that organisations' websites call our APIs with."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from shared.database import Connection, many
from shared.messages.events import Role


class Token(Struct, frozen=True, kw_only=True):
    """A token by all that is known of it: what it opens the door with was shown once."""

    id: UUID
    name: str
    role: Role
    issued_at: datetime


async def insert(db: Connection, *, digest: str, organisation_id: UUID, role: Role, name: str) -> None:
    await db.execute(
        "INSERT INTO api_tokens (digest, organisation_id, role, name) VALUES ($1, $2, $3, $4)",
        digest,
        organisation_id,
        role,
        name,
    )


async def list_of(db: Connection, organisation_id: UUID) -> list[Token]:
    """Those that work, the newest first."""
    rows = await db.fetch(
        """
        SELECT id, name, role, issued_at
        FROM api_tokens
        WHERE organisation_id = $1 AND revoked_at IS NULL
        ORDER BY issued_at DESC, id
        """,
        organisation_id,
    )
    return many(rows, Token)


async def revoke(db: Connection, token_id: UUID, *, organisation_id: UUID, revoked_at: datetime) -> bool:
    """Let the token open nothing from now on; False if the organisation has no such token."""
    revoked = await db.fetchval(
        """
        UPDATE api_tokens
        SET revoked_at = $3
        WHERE id = $1 AND organisation_id = $2 AND revoked_at IS NULL
        RETURNING true
        """,
        token_id,
        organisation_id,
        revoked_at,
    )
    return bool(revoked)


async def revoke_all(db: Connection, organisation_id: UUID, *, revoked_at: datetime) -> None:
    await db.execute(
        "UPDATE api_tokens SET revoked_at = $2 WHERE organisation_id = $1 AND revoked_at IS NULL",
        organisation_id,
        revoked_at,
    )
