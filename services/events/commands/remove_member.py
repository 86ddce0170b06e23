from datetime import UTC, datetime
from uuid import UUID

from services.events.domain.membership import LastCoordinator, LastMember
from services.events.tables import members, organisations
from shared import outbox
from shared.database import Connection
from shared.messages.events import Role
from shared.problems import NotFound


async def remove_member(db: Connection, member_id: UUID) -> None:
    """Shut a person out of all three services at once. Raises `NotFound`, `LastMember`, `LastCoordinator`."""
    member = await members.get(db, member_id)
    # Those who remove somebody else meanwhile wait here, so that two removals cannot each count on the other's person.
    await organisations.lock(db, member.organisation_id)
    present = [each.id for each in await members.list_of(db, member.organisation_id)]
    if member_id not in present:
        raise NotFound("member")
    if present == [member_id]:
        raise LastMember
    if member.role is Role.COORDINATOR and await members.lock_coordinators(db) == [member_id]:
        raise LastCoordinator
    await members.mark_removed(db, member_id, removed_at=datetime.now(UTC))
    await outbox.stage(db, (await members.get(db, member_id)).state)
