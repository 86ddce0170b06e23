from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from services.events.domain.still_on import ASK_AGAIN_AFTER, LATEST, LOOKED_AT_WITHIN, end_of_asking
from services.events.tables import still_on
from shared import outbox
from shared.database import Connection
from shared.messages.events_facts import StillOnAsked
from shared.mornings import is_by_day
from shared.sessions import digest_of, new_token

# Few enough to be done within a transaction; the rest is done the next time.
BATCH_SIZE = 200


async def ask_whether_still_on(
    db: Connection, *, base_url: str, zone: ZoneInfo, days: int, now: datetime | None = None
) -> None:
    """Ask organisers about dates in so many days that they have not looked at for long; with 0 days about none."""
    now = now or datetime.now(UTC)
    if not days or not is_by_day(now, zone):
        return
    dates = await still_on.list_to_ask(
        db,
        after=now + LATEST,
        before=end_of_asking(now, zone, days=days),
        asked_since=now - ASK_AGAIN_AFTER,
        looked_at_since=now - LOOKED_AT_WITHIN,
        limit=BATCH_SIZE,
    )
    for date in dates:
        token = new_token()
        if await still_on.insert(db, date, digest=digest_of(token), asked_at=now):
            await outbox.stage(
                db,
                StillOnAsked(
                    event_id=date.event_id,
                    organisation_id=date.organisation_id,
                    occurrence_id=date.occurrence_id,
                    starts_at=date.starts_at,
                    link=f"{base_url}/still-on/{token}",
                ),
            )
