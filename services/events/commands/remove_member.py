from datetime import UTC, datetime

from services.events.tables import members
from shared import outbox
from shared.database import Connection
from shared.problems import NotFound


async def remove_member(db: Connection, *, email: str) -> None:
    """Shut a person out of all three services at once. Raises `NotFound`."""
    member = await members.find_by_email(db, email)
    if member is None:
        raise NotFound("member")
    await members.mark_removed(db, member.id, removed_at=datetime.now(UTC))
    await outbox.stage(db, (await members.get(db, member.id)).state)
