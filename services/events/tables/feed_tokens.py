"""The private calendar addresses of members."""

from datetime import datetime
from uuid import UUID

from shared.database import Connection


async def lock_member(db: Connection, member_id: UUID) -> None:
    """Let one request at a time change what this member has."""
    await db.execute("SELECT FROM members WHERE id = $1 FOR NO KEY UPDATE", member_id)


async def insert(db: Connection, *, digest: str, member_id: UUID, created_at: datetime) -> None:
    await db.execute(
        "INSERT INTO feed_tokens (digest, member_id, created_at) VALUES ($1, $2, $3)", digest, member_id, created_at
    )


async def mark_revoked(db: Connection, member_id: UUID, *, revoked_at: datetime) -> None:
    await db.execute(
        "UPDATE feed_tokens SET revoked_at = $2 WHERE member_id = $1 AND revoked_at IS NULL", member_id, revoked_at
    )


async def find_created_at(db: Connection, member_id: UUID) -> datetime | None:
    """Since when the member has the address that works now."""
    created_at: datetime | None = await db.fetchval(
        "SELECT created_at FROM feed_tokens WHERE member_id = $1 AND revoked_at IS NULL", member_id
    )
    return created_at


async def find_member(db: Connection, digest: str) -> UUID | None:
    """Whose token has this digest; None once it was revoked or the member removed."""
    member_id: UUID | None = await db.fetchval(
        """
        SELECT m.id
        FROM feed_tokens AS t
        JOIN members AS m ON m.id = t.member_id
        WHERE t.digest = $1 AND t.revoked_at IS NULL AND m.removed_at IS NULL
        """,
        digest,
    )
    return member_id
