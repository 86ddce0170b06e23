"""Organisations: whose token may look at the mails."""

from shared import copies
from shared.consumer import Consumer
from shared.database import Connection
from shared.messages.events import OrganisationState


async def keep_organisation(db: Connection, organisation: OrganisationState) -> None:
    await copies.keep(db, organisation)


CONSUMER = Consumer(name="notify-organisation-state", message=OrganisationState, handle=keep_organisation)
