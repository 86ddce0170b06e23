"""A subscriber wants no more mails; what is queued is not sent."""

from datetime import UTC, datetime

from services.notify.tables import subscribers
from shared.database import Connection


async def end_subscription(db: Connection, token: str) -> None:
    """Raises `NotFound`."""
    subscriber = await subscribers.lock(db, token)
    await subscribers.mark_unsubscribed(db, subscriber.id, now=datetime.now(UTC))
