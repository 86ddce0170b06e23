"""What people do on the page that the links in our mails open: confirm, choose, end it."""

from datetime import UTC, datetime

from services.notify.commands.forget_subscribers import forget_subscribers
from services.notify.domain.subscriber import Choices, Subscriber
from services.notify.tables import bounced_addresses, subscribers
from shared.database import Connection
from shared.problems import NotFound


async def confirm_subscription(db: Connection, token: str) -> None:
    """Also for those who had ended it, or whose address did not work for a while. Raises `NotFound`."""
    subscriber = await lock(db, token)
    if subscriber.is_active:
        return
    await bounced_addresses.delete(db, subscriber.address_key)
    await subscribers.mark_active(db, subscriber.id, now=datetime.now(UTC))
    if subscriber.replaces_id is not None:
        await forget_subscribers(db, [subscriber.replaces_id])


async def change_subscription(db: Connection, token: str, choices: Choices) -> None:
    """Raises `NotFound`."""
    subscriber = await lock(db, token)
    await subscribers.change(db, subscriber.id, choices)


async def end_subscription(db: Connection, token: str) -> None:
    """What is queued is not sent any more. Raises `NotFound`."""
    subscriber = await lock(db, token)
    await subscribers.mark_unsubscribed(db, subscriber.id, now=datetime.now(UTC))


async def erase_subscription(db: Connection, token: str) -> None:
    """Raises `NotFound`."""
    await forget_subscribers(db, [(await lock(db, token)).id])


async def lock(db: Connection, token: str) -> Subscriber:
    subscriber = await subscribers.lock_by_token(db, token)
    if subscriber is None:
        raise NotFound("subscription")
    return subscriber
