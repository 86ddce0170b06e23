"""Whether it is time for a digest: each comes once, in the morning, or later that day if nobody worked then."""

from datetime import datetime
from zoneinfo import ZoneInfo

from services.notify.domain.mail import MailKind
from services.notify.tables import made_digests
from shared.database import Connection
from shared.mornings import is_by_day, last_morning


async def begin_digest(db: Connection, kind: MailKind, *, zone: ZoneInfo, now: datetime) -> bool:
    """Whether this morning's digest is to be made, now and by us."""
    return is_by_day(now, zone) and await made_digests.begin(db, kind, due_at=last_morning(now, zone), now=now)
