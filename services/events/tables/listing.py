"""The public list: events in the order of their dates, filtered, a page at a time."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from services.events.domain.dates import start_of_day
from services.events.domain.event import Event
from services.events.domain.search import Position, Search, check, position_of
from services.events.tables import events
from shared.database import Connection

# An entry without a date is news for a year after it was last changed.
UNDATED = timedelta(days=365)
START_OF_TIME = datetime(1, 1, 2, tzinfo=UTC)
END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)


async def list_public(
    db: Connection, search: Search, *, zone: ZoneInfo, now: datetime, limit: int
) -> tuple[list[Event], Position | None]:
    """One page of events that overlap the searched days (from today on if none are given), and where it goes on.

    Raises `Invalid` for a broken cursor or an impossible year.
    """
    check(search)
    after = position_of(search.cursor) if search.cursor else None
    begin = start_of_day(search.from_day, zone) if search.from_day else now
    end = start_of_day(search.to_day + timedelta(days=1), zone) if search.to_day else END_OF_TIME
    rows = await db.fetch(
        """
        SELECT e.id AS event_id, o.starts_at
        FROM events AS e
        JOIN organisations AS org ON org.id = e.organisation_id
        LEFT JOIN campaigns AS c ON c.id = e.campaign_id
        LEFT JOIN occurrences AS o ON o.event_id = e.id
        WHERE e.status IN ('published', 'postponed', 'cancelled')
          AND CASE
                WHEN o.id IS NULL THEN e.changed_at BETWEEN $1::timestamptz - $3::interval AND $2::timestamptz
                ELSE o.ends_at > $1 AND o.starts_at < $2
              END
          AND ($4::text IS NULL OR org.slug = $4)
          AND ($5::text IS NULL OR c.slug = $5)
          AND ($6::text IS NULL OR e.category = $6)
          AND ($7::text IS NULL OR $7 = ANY(e.languages))
          AND (
                $8::text IS NULL
                OR strpos(lower(concat_ws(' ', e.title, e.description, org.name, e.place_name)), lower($8)) > 0
              )
          AND (coalesce(o.starts_at, $9::timestamptz), e.id) > ($10::timestamptz, $11::uuid)
        ORDER BY coalesce(o.starts_at, $9::timestamptz), e.id
        LIMIT $12
        """,
        begin,
        end,
        UNDATED,
        search.organisation,
        search.campaign,
        search.category,
        search.language,
        search.q,
        END_OF_TIME,
        after.starts_at or END_OF_TIME if after else START_OF_TIME,
        after.event_id if after else UUID(int=0),
        limit + 1,
    )
    positions = [Position(starts_at=row["starts_at"], event_id=row["event_id"]) for row in rows]
    more = positions[limit - 1] if len(positions) > limit else None
    return await events.load(db, [position.event_id for position in positions[:limit]]), more
