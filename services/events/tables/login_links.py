"""One-time links to log in."""

from datetime import datetime
from uuid import UUID

from shared.database import Connection


async def insert(db: Connection, *, digest: str, member_id: UUID, expires_at: datetime) -> None:
    await db.execute(
        "INSERT INTO login_links (digest, member_id, expires_at) VALUES ($1, $2, $3)", digest, member_id, expires_at
    )


async def count_open(db: Connection, member_id: UUID, *, now: datetime) -> int:
    return int(
        await db.fetchval(
            "SELECT count(*) FROM login_links WHERE member_id = $1 AND expires_at > $2 AND used_at IS NULL",
            member_id,
            now,
        )
    )


async def use(db: Connection, digest: str, *, now: datetime) -> UUID | None:
    """The member behind the link, which from now on works no more; None if it did not work any more."""
    member_id: UUID | None = await db.fetchval(
        """
        UPDATE login_links
        SET used_at = $2
        WHERE digest = $1 AND used_at IS NULL AND expires_at > $2
        RETURNING member_id
        """,
        digest,
        now,
    )
    return member_id


async def delete_older_than(db: Connection, moment: datetime) -> None:
    await db.execute("DELETE FROM login_links WHERE expires_at < $1", moment)
