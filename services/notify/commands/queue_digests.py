"""On Thursday morning: queue the weekly digests, some hundred at a time."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from services.notify.domain.weekly_digest import AHEAD, digest_day
from services.notify.tables import digests
from shared.database import Connection

# Short enough that those who change something on their page do not wait.
BATCH = 500


def queue_digests_in(zone: ZoneInfo) -> Callable[[Connection], Awaitable[None]]:
    """The job, by the clocks of this zone."""

    async def queue_due_digests(db: Connection) -> None:
        await queue_digests(db, zone=zone, now=datetime.now(UTC))

    return queue_due_digests


async def queue_digests(db: Connection, *, zone: ZoneInfo, now: datetime) -> int:
    """How many subscribers were thought of; none when it is not the time."""
    thursday = digest_day(now, zone)
    if thursday is None:
        return 0
    year, week, _ = thursday.isocalendar()
    return await digests.insert(
        db, thursday=thursday, cause=f"{year}-W{week:02}", since=now, until=now + AHEAD, limit=BATCH
    )
