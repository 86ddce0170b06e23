"""Mail does not reach an address: it gets nothing more, and whoever works with its registrations hears of it."""

from datetime import datetime
from uuid import UUID

from services.notify.domain.bouncing import BouncedAddress, without_addresses
from services.notify.tables import bounced_addresses, mails, subscribers
from shared import outbox
from shared.database import Connection
from shared.messages.notify import AddressBounced


async def mark_bounced(db: Connection, mail_id: UUID, *, answer: str, now: datetime) -> None:
    """The address of this mail, if it is known still and was not marked before."""
    address_key = await mails.find_address_key(db, mail_id)
    if not address_key:
        return
    bounced = BouncedAddress(address_key=address_key, reason=without_addresses(answer), bounced_at=now)
    if not await bounced_addresses.insert(db, bounced):
        return
    await subscribers.mark_bounced(db, address_key, now=now)
    registration_ids = await mails.list_registrations_of(db, address_key)
    facts = [AddressBounced(registration_id=each, reason=bounced.reason, bounced_at=now) for each in registration_ids]
    await outbox.stage(db, *facts)
