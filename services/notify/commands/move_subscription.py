"""A subscriber wants the same at another address; the present one has it until that is confirmed."""

from services.notify.commands.subscribe import ask
from services.notify.domain.subscriber import Subscriber
from shared.database import Connection


async def move_subscription(db: Connection, subscriber: Subscriber, email: str) -> None:
    await ask(db, email, subscriber, replaces_id=subscriber.id)
