"""The public list: events in the order of their dates, filtered, a page at a time."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from services.events.domain.dates import LONGEST, start_of_day
from services.events.domain.event import Event
from services.events.domain.occurrences import on
from services.events.domain.search import Position, Search, check, position_of
from services.events.tables import events
from shared.database import Connection, many
from shared.messages.event_details import Audience

# An entry without a date is news for a year after it was last changed.
UNDATED = timedelta(days=365)
END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)
START = Position(starts_at=datetime(1, 1, 2, tzinfo=UTC), event_id=UUID(int=0))
PUBLIC = (Audience.PUBLIC,)
WHOLE_NETWORK = (Audience.PUBLIC, Audience.INTERNAL)


class Found(Struct, frozen=True, kw_only=True):
    """An event at its first date in the searched days; without one, its place is the end."""

    event_id: UUID
    starts_at: datetime
    ends_at: datetime | None

    @property
    def position(self) -> Position:
        return Position(starts_at=self.starts_at, event_id=self.event_id)


async def list_public(
    db: Connection,
    search: Search,
    *,
    zone: ZoneInfo,
    now: datetime,
    limit: int,
    audiences: tuple[Audience, ...] = PUBLIC,
) -> tuple[list[Event], Position | None]:
    """One page of events that overlap the searched days (from today on if none are given), and where it goes on.

    A series is there once, with its first date in these days. Raises `Invalid` for a broken cursor or an impossible
    year.
    """
    check(search)
    after = position_of(search.cursor) if search.cursor else START
    begin = start_of_day(search.from_day, zone) if search.from_day else now
    end = start_of_day(search.to_day + timedelta(days=1), zone) if search.to_day else END_OF_TIME
    rows = await db.fetch(SEARCH, *parameters(search, begin, end, after, audiences=audiences, limit=limit + 1))
    found = many(rows, Found)
    more = found[limit - 1].position if len(found) > limit else None
    loaded = await events.load(db, [each.event_id for each in found[:limit]])
    shown = [
        on(event, each.starts_at, each.ends_at) if each.ends_at else event
        for event, each in zip(loaded, found, strict=False)
    ]
    return shown, more


def parameters(
    search: Search,
    begin: datetime,
    end: datetime,
    after: Position,
    *,
    audiences: tuple[Audience, ...] = PUBLIC,
    limit: int,
) -> list[Any]:
    """What `SEARCH` is asked with. No event lasts longer than a year, so none that began earlier is still going on."""
    return [
        begin - LONGEST,
        begin,
        end,
        after.starts_at or END_OF_TIME,
        after.event_id,
        audiences,
        search.organisation,
        search.campaign,
        search.category,
        search.language,
        search.for_whom,
        search.cost,
        search.q and search.q.lower(),
        limit,
        UNDATED,
        END_OF_TIME,
    ]


SEARCH = """
WITH worded AS MATERIALIZED (
    SELECT id FROM events
    WHERE strpos(searched_text, $13) > 0
       OR organisation_id = ANY(ARRAY(SELECT id FROM organisations WHERE strpos(lower(name), $13) > 0))
), chosen AS NOT MATERIALIZED (
    SELECT e.id, e.changed_at, e.starts_at IS NULL AND e.starts_on IS NULL AS is_undated
    FROM events AS e
    WHERE e.status IN ('published', 'postponed', 'cancelled')
      AND e.audience = ANY($6)
      AND (
            $7::text IS NULL
            OR e.organisation_id = (SELECT id FROM organisations WHERE slug = $7)
            OR EXISTS (
                SELECT FROM co_organisations AS co
                JOIN organisations AS o ON o.id = co.organisation_id
                WHERE co.event_id = e.id AND o.slug = $7 AND co.status = 'accepted'
            )
          )
      AND ($8::text IS NULL OR e.campaign_id = (SELECT id FROM campaigns WHERE slug = $8))
      AND ($9::text IS NULL OR e.category = $9)
      AND ($10::text IS NULL OR $10 = ANY(e.languages))
      AND ($11::text IS NULL OR coalesce(e.facts -> 'for_whom', '[]') = '[]' OR e.facts -> 'for_whom' ? $11)
      AND ($12::text IS NULL OR e.facts ->> 'cost' = $12)
), dated AS (
    SELECT o.event_id, o.starts_at, o.ends_at
    FROM occurrences AS o
    JOIN chosen ON chosen.id = o.event_id
    WHERE o.starts_at > $1 AND o.ends_at > $2 AND o.starts_at < $3 AND o.status = 'confirmed'
      AND (o.starts_at, o.event_id) > ($4, $5)
      -- A word is looked for in all events at once, not date by date; IS TRUE keeps the dates in the index's order.
      AND ($13::text IS NULL OR (o.event_id IN (SELECT id FROM worded)) IS TRUE)
      -- Not an anti-join, which would come first: most searches leave few events of which to look at other dates.
      AND o.starts_at <= (
            SELECT min(earlier.starts_at) FROM occurrences AS earlier
            WHERE earlier.event_id = chosen.id AND earlier.ends_at > $2 AND earlier.status = 'confirmed'
          )
    ORDER BY o.starts_at, o.event_id
    LIMIT $14
), undated AS (
    SELECT id AS event_id, $16::timestamptz AS starts_at, NULL::timestamptz AS ends_at
    FROM chosen
    WHERE is_undated AND changed_at BETWEEN $2 - $15::interval AND $3 AND ($16::timestamptz, id) > ($4, $5)
      AND ($13::text IS NULL OR id IN (SELECT id FROM worded))
    ORDER BY id
    LIMIT $14
)
SELECT * FROM dated
UNION ALL
SELECT * FROM undated
ORDER BY starts_at, event_id
LIMIT $14
"""
