"""Events: news for those who work on them, changes for those who come."""

from datetime import timedelta

from services.notify.commands.keep_event import keep_event
from shared.consumer import Consumer
from shared.database import Connection
from shared.messages.events import EventState


def consumer(*, settling_seconds: int) -> Consumer[EventState]:
    async def keep(db: Connection, event: EventState) -> None:
        await keep_event(db, event, settling=timedelta(seconds=settling_seconds))

    return Consumer(name="notify-event-state", message=EventState, handle=keep)
