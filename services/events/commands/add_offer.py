from datetime import UTC, datetime
from uuid import UUID, uuid4

from services.events.domain.offer import Offer, OfferFields, check_offer
from services.events.tables import offers
from shared.database import Connection


async def add_offer(
    db: Connection, fields: OfferFields, *, organisation_id: UUID, request_key: UUID | None = None
) -> Offer:
    """Tell people what the organisation offers all the time; the same form sent twice makes one. Raises `Invalid`."""
    check_offer(fields)
    offer_id = await offers.insert(
        db,
        fields,
        offer_id=uuid4(),
        organisation_id=organisation_id,
        changed_at=datetime.now(UTC),
        request_key=request_key,
    )
    return await offers.get(db, offer_id)
