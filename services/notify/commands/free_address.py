"""An operator knows that mail reaches an address again."""

from services.notify.tables import bounced_addresses
from shared.database import Connection


async def free_address(db: Connection, address_key: str) -> None:
    """What is queued for it is sent from now on; what was skipped meanwhile can be sent again."""
    await bounced_addresses.delete(db, address_key)
