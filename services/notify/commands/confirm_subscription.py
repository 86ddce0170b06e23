"""Somebody presses the button on the page that the link in our mail opens: from now on they get what they chose."""

from datetime import UTC, datetime

from services.notify.commands.forget_subscribers import forget_subscribers
from services.notify.tables import bounced_addresses, subscribers
from shared.database import Connection


async def confirm_subscription(db: Connection, token: str) -> None:
    """Also for those who had ended it, or whose address did not work for a while. Raises `NotFound`."""
    subscriber = await subscribers.lock(db, token)
    if subscriber.is_active:
        return
    await bounced_addresses.delete(db, subscriber.address_key)
    await subscribers.mark_active(db, subscriber.id, now=datetime.now(UTC))
    if subscriber.replaces_id is not None:
        await forget_subscribers(db, [subscriber.replaces_id])
