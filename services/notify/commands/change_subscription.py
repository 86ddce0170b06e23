"""A subscriber chooses anew what to get."""

from services.notify.domain.subscriber import Choices
from services.notify.tables import subscribers
from shared.database import Connection


async def change_subscription(db: Connection, token: str, choices: Choices) -> None:
    """Raises `NotFound`."""
    subscriber = await subscribers.lock(db, token)
    await subscribers.change(db, subscriber.id, choices)
