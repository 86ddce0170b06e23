from datetime import UTC, datetime
from uuid import UUID

from services.events.domain.membership import LastCoordinator
from services.events.domain.organisation import OrganisationLeft
from services.events.tables import api_tokens, invitations, members, organisations
from shared import outbox
from shared.database import Connection


async def part_with_organisation(db: Connection, organisation_id: UUID) -> None:
    """A partner leaves the network: out of the directory, its people and its website shut out; its entries stay.

    Raises `NotFound`, `OrganisationLeft`, `LastCoordinator`.
    """
    now = datetime.now(UTC)
    organisation = await organisations.lock(db, organisation_id)
    if organisation.left_at:
        raise OrganisationLeft
    present = [member.id for member in await members.list_of(db, organisation_id)]
    coordinators = set(await members.lock_coordinators(db))
    if coordinators & set(present) and coordinators <= set(present):
        raise LastCoordinator
    for member_id in present:
        await members.mark_removed(db, member_id, removed_at=now)
        await outbox.stage(db, (await members.get(db, member_id)).state)
    await invitations.delete_open(db, organisation_id)
    await api_tokens.revoke_all(db, organisation_id, revoked_at=now)
    await organisations.mark_left(db, organisation_id, left_at=now)
    await outbox.stage(db, await organisations.next_state(db, organisation_id))
