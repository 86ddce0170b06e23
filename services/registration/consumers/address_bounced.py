"""Mails that do not arrive at the address of a registration."""

from services.registration.tables import registrations
from shared.database import Connection
from shared.messages.notify import AddressBounced


async def keep_bounce(db: Connection, bounced: AddressBounced) -> None:
    await registrations.mark_bounced(db, bounced.registration_id, reason=bounced.reason, bounced_at=bounced.bounced_at)
