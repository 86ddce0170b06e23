from uuid import UUID, uuid4

from services.events.tables import organisations
from shared import outbox
from shared.database import Connection


async def add_organisation(db: Connection, *, slug: str, name: str) -> UUID:
    """Take a partner into the network."""
    organisation_id = uuid4()
    await organisations.insert(db, organisation_id=organisation_id, slug=slug, name=name)
    await outbox.stage(db, await organisations.state_of(db, organisation_id))
    return organisation_id
