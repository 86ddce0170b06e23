from datetime import UTC, datetime
from uuid import UUID

from services.events.domain.offer import Offer, OfferFields, check_offer
from services.events.tables import offers
from shared.database import Connection


async def change_offer(db: Connection, offer_id: UUID, fields: OfferFields) -> Offer:
    """Let the offer say this from now on. Raises `NotFound`, `Invalid`."""
    check_offer(fields)
    await offers.update(db, offer_id, fields, changed_at=datetime.now(UTC))
    return await offers.get(db, offer_id)
