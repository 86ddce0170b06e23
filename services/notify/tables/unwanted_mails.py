"""Mails that members do not want."""

from collections.abc import Collection
from uuid import UUID

from services.notify.domain.mail import MailKind
from shared.database import Connection


async def list_kinds(db: Connection, member_id: UUID) -> set[MailKind]:
    rows = await db.fetch("SELECT kind FROM unwanted_mails WHERE member_id = $1", member_id)
    return {MailKind(row["kind"]) for row in rows}


async def list_members(db: Connection, kind: MailKind) -> set[UUID]:
    """Those who do not want mails of this kind."""
    return {row["member_id"] for row in await db.fetch("SELECT member_id FROM unwanted_mails WHERE kind = $1", kind)}


async def replace(db: Connection, member_id: UUID, kinds: Collection[MailKind]) -> None:
    await db.execute("DELETE FROM unwanted_mails WHERE member_id = $1", member_id)
    await db.execute(
        """
        INSERT INTO unwanted_mails (member_id, kind)
        SELECT $1, kind
        FROM unnest($2::text[]) AS kind
        ON CONFLICT DO NOTHING
        """,
        member_id,
        list(kinds),
    )
