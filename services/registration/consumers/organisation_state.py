"""Organisations and their tokens."""

from shared import copies
from shared.database import Connection
from shared.messages.events import OrganisationState


async def keep_organisation(db: Connection, organisation: OrganisationState) -> None:
    await copies.keep(db, organisation)
