from datetime import UTC, datetime
from uuid import UUID

from services.events.commands.announcing import announce
from services.events.domain.organisation import Organisation, OrganisationFields, OrganisationLeft, check_organisation
from services.events.tables import events, organisations
from shared import outbox
from shared.database import Connection
from shared.messages.events import EventStatus


async def change_organisation(
    db: Connection, organisation_id: UUID, fields: OrganisationFields, *, base_url: str
) -> Organisation:
    """Let the directory say this about a partner from now on. Raises `NotFound`, `OrganisationLeft`, `Invalid`."""
    check_organisation(fields)
    before = await organisations.lock(db, organisation_id)
    if before.left_at:
        raise OrganisationLeft
    if fields == before.fields:
        return before
    await organisations.update(db, organisation_id, fields)
    if fields.name != before.name:
        await rename(db, organisation_id, base_url=base_url)
    return await organisations.get(db, organisation_id)


async def rename(db: Connection, organisation_id: UUID, *, base_url: str) -> None:
    """The other services hear the new name, also with each of the organisation's entries, which carry it."""
    now = datetime.now(UTC)
    await outbox.stage(db, await organisations.next_state(db, organisation_id))
    for listed in await events.list_of_organisation(db, organisation_id):
        if listed.status is not EventStatus.DRAFT:
            event = await events.lock(db, listed.id)
            await events.mark_changed(db, event.id, changed_at=event.next_change(now))
            await announce(db, event.id, base_url=base_url)
