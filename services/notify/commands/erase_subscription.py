"""A subscriber wants to be forgotten at once."""

from services.notify.commands.forget_subscribers import forget_subscribers
from services.notify.tables import subscribers
from shared.database import Connection


async def erase_subscription(db: Connection, token: str) -> None:
    """Raises `NotFound`."""
    subscriber = await subscribers.lock(db, token)
    await forget_subscribers(db, [subscriber.id])
