"""Mark who did not come, where somebody counted."""

from datetime import UTC, datetime, timedelta

from services.registration.domain.attendance import MISSED_AFTER
from services.registration.tables import attendance
from shared.database import Connection

# Nobody counts later than that, and soon after it names are forgotten.
LOOK_BACK = timedelta(days=30)


async def mark_missed(db: Connection) -> int:
    """How many parties did not come; their places stay taken. Where nobody was checked in, nobody knows who came."""
    until = datetime.now(UTC) - MISSED_AFTER
    roster_ids = await attendance.lock_counted_rosters(db, since=until - LOOK_BACK, until=until)
    return await attendance.mark_missed(db, roster_ids)
