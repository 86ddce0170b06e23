"""Events of these days, and the readers of digests about them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from services.notify.commands.queue_digests import queue_digests
from services.notify.domain.subscriber import Subscriber
from services.notify.settings import Settings
from shared.database import Connection
from shared.messages.event_details import Occurrence
from shared.messages.events import EventState
from tests.notify.given import BERLIN, an_event, rows
from tests.notify.subscribing import a_subscriber

# Every other one of them wants to hear of sport alone.
MANY = """
    INSERT INTO subscribers (email, address_key, language, state, topics, wants_editions, wants_weekly, token,
                             asked_at, confirmed_at)
    SELECT number || '@people.example', number || '@people.example', 'de', 'active',
           CASE WHEN number % 2 = 0 THEN ARRAY['sport'] ELSE '{}' END, false, true, number, now(), now()
    FROM generate_series(1, 1200) AS number
"""


def soon(days: float = 3, **changes: Any) -> EventState:
    """An event some days from now."""
    event_id = uuid4()
    starts_at = (datetime.now(UTC) + timedelta(days=days)).replace(microsecond=0)
    ends_at = starts_at + timedelta(hours=2)
    wall_times = [each.astimezone(BERLIN).replace(tzinfo=None) for each in (starts_at, ends_at)]
    given = {
        "id": event_id,
        "slug": f"fest-{event_id.hex[:6]}",
        "starts_at": wall_times[0],
        "ends_at": wall_times[1],
        "occurrences": [Occurrence(id=event_id, starts_at=starts_at, ends_at=ends_at)],
    }
    return an_event(**given | changes)


async def queue(db: Connection, settings: Settings, now: datetime | None = None) -> int:
    """As on the last Thursday, at nine, unless another moment is given."""
    return await queue_digests(db, zone=settings.zone, now=now or last_thursday())


def last_thursday() -> datetime:
    today = datetime.now(BERLIN).replace(hour=9, minute=0)
    return today - timedelta(days=(today.weekday() - 3) % 7)


async def digests(db: Connection) -> list[str]:
    return [row["recipient"] for row in await rows(db)]


async def a_reader(db: Connection, **changes: Any) -> Subscriber:
    """A subscriber who has confirmed it long ago."""
    subscriber = await a_subscriber(db, **changes)
    await db.execute("DELETE FROM mails")
    return subscriber
