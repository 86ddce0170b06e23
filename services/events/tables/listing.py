"""The public list: events in the order of their dates, filtered, a page at a time."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from services.events.domain.dates import start_of_day
from services.events.domain.event import Event
from services.events.domain.search import Position, Search, check, position_of
from services.events.tables import events
from shared.database import Connection

# An entry without a date is news for a year after it was last changed.
UNDATED = timedelta(days=365)
END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)
START = Position(starts_at=datetime(1, 1, 2, tzinfo=UTC), event_id=UUID(int=0))


class Times(Struct, frozen=True, kw_only=True):
    """Between which instants an event is looked for, since when one without a date counts, and where it then stands."""

    begins_at: datetime
    ends_at: datetime
    undated_since: datetime
    undated_at: datetime


async def list_public(
    db: Connection, search: Search, *, zone: ZoneInfo, now: datetime, limit: int
) -> tuple[list[Event], Position | None]:
    """One page of events that overlap the searched days (from today on if none are given), and where it goes on.

    Raises `Invalid` for a broken cursor or an impossible year.
    """
    check(search)
    after = position_of(search.cursor) if search.cursor else START
    begin = start_of_day(search.from_day, zone) if search.from_day else now
    end = start_of_day(search.to_day + timedelta(days=1), zone) if search.to_day else END_OF_TIME
    times = Times(begins_at=begin, ends_at=end, undated_since=begin - UNDATED, undated_at=END_OF_TIME)
    positions = await list_positions(db, search, times, after, limit=limit + 1)
    more = positions[limit - 1] if len(positions) > limit else None
    return await events.load(db, [position.event_id for position in positions[:limit]]), more


async def list_positions(
    db: Connection, search: Search, times: Times, after: Position, *, limit: int
) -> list[Position]:
    """Where the found events stand, from behind `after` on."""
    rows = await db.fetch(
        """
        SELECT e.id AS event_id, o.starts_at
        FROM events AS e
        JOIN organisations AS org ON org.id = e.organisation_id
        LEFT JOIN campaigns AS c ON c.id = e.campaign_id
        LEFT JOIN occurrences AS o ON o.event_id = e.id
        CROSS JOIN jsonb_to_record($1) AS f (organisation text, campaign text, category text, language text, q text)
        CROSS JOIN jsonb_to_record($2) AS t (
            begins_at timestamptz, ends_at timestamptz, undated_since timestamptz, undated_at timestamptz
        )
        WHERE e.status IN ('published', 'postponed', 'cancelled')
          AND CASE
                WHEN o.id IS NULL THEN e.changed_at BETWEEN t.undated_since AND t.ends_at
                ELSE o.ends_at > t.begins_at AND o.starts_at < t.ends_at
              END
          AND (f.organisation IS NULL OR f.organisation = org.slug)
          AND (f.campaign IS NULL OR f.campaign = c.slug)
          AND (f.category IS NULL OR f.category = e.category)
          AND (f.language IS NULL OR f.language = ANY(e.languages))
          AND (
                f.q IS NULL
                OR strpos(lower(concat_ws(' ', e.title, e.description, org.name, e.place_name)), lower(f.q)) > 0
              )
          AND (coalesce(o.starts_at, t.undated_at), e.id) > ($3::timestamptz, $4::uuid)
        ORDER BY coalesce(o.starts_at, t.undated_at), e.id
        LIMIT $5
        """,
        search,
        times,
        after.starts_at or END_OF_TIME,
        after.event_id,
        limit,
    )
    return [Position(starts_at=row["starts_at"], event_id=row["event_id"]) for row in rows]
