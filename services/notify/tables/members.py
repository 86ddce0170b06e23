"""Members as we have heard of them: our copies of `MemberState`."""

from uuid import UUID

from shared import copies
from shared.database import Connection, many
from shared.messages.events import MemberState


async def list_coordinators(db: Connection) -> list[MemberState]:
    rows = await db.fetch(
        """
        SELECT state
        FROM copies
        WHERE topic = $1 AND state ->> 'role' = 'coordinator' AND state ->> 'removed_at' IS NULL
        """,
        MemberState.topic,
    )
    return many([row["state"] for row in rows], MemberState)


async def list_all(db: Connection) -> list[MemberState]:
    """Those who log in today, for whichever organisation."""
    rows = await db.fetch(
        "SELECT state FROM copies WHERE topic = $1 AND state ->> 'removed_at' IS NULL", MemberState.topic
    )
    return many([row["state"] for row in rows], MemberState)


async def list_of_organisation(db: Connection, organisation_id: UUID) -> list[MemberState]:
    """Those who log in for the organisation today."""
    known = await copies.list_of_organisation(db, MemberState, organisation_id)
    return [member for member in known if member.removed_at is None]
