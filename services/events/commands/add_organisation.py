from uuid import UUID, uuid4

from services.events.domain.slug import organisation_slug_of
from services.events.tables import organisations
from shared import outbox
from shared.database import Connection


async def add_organisation(db: Connection, *, name: str, slug: str | None = None) -> UUID:
    """Take a partner into the network; its address is made from its name unless one is given."""
    organisation_id = uuid4()
    if slug is None:
        slug = organisation_slug_of(name, organisation_id)
        if await organisations.is_taken(db, slug):
            slug = f"{slug}-{organisation_id.hex[:6]}"
    await organisations.insert(db, organisation_id=organisation_id, slug=slug, name=name)
    await outbox.stage(db, await organisations.state_of(db, organisation_id))
    return organisation_id
