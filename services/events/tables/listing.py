"""The public list: events in the order of their dates, filtered, a page at a time."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from services.events.domain.dates import LONGEST
from services.events.domain.event import Event
from services.events.domain.occurrences import on
from services.events.domain.search import END_OF_TIME, Position, Search, position_of, span
from services.events.tables import events
from services.events.tables.choosing import CHOSEN, PUBLIC, chosen_by
from services.events.tables.searching import Sought, understood
from shared.database import Connection, many
from shared.messages.event_details import Audience

# An entry without a date is news for a year after it was last changed.
UNDATED = timedelta(days=365)
# More than people go through; beyond it "more than" says enough.
MOST_COUNTED = 1000
# How near to what was looked for: in the title, or elsewhere.
DISTANCES = (0, 1)
START = Position(starts_at=datetime(1, 1, 2, tzinfo=UTC), event_id=UUID(int=0))


class Found(Struct, frozen=True, kw_only=True):
    """An event at its first date in the searched days; without one, its place is the end."""

    event_id: UUID
    starts_at: datetime
    ends_at: datetime | None
    distance: int = 0

    @property
    def position(self) -> Position:
        return Position(starts_at=self.starts_at, event_id=self.event_id, distance=self.distance)


class Listed(Struct, frozen=True, kw_only=True):
    """One page, and where the next begins; `sought` is how the words were understood that were looked for."""

    events: list[Event]
    more: Position | None
    sought: Sought = Sought()

    @property
    def is_near(self) -> bool:
        """Whether nothing has all of the words."""
        return self.sought.is_near


async def list_public(
    db: Connection,
    search: Search,
    *,
    zone: ZoneInfo,
    now: datetime,
    limit: int,
    audiences: tuple[Audience, ...] = PUBLIC,
) -> Listed:
    """One page of events that overlap the searched days (from today on if none are given), and where it goes on.

    A series is there once, with its first date in these days. Words put those first that have them in the title; when
    nothing has all of them, there are those that come nearest. Raises `Invalid` for a broken cursor or impossible days.
    """
    begin, end = span(search, zone=zone, now=now)
    after = position_of(search.cursor) if search.cursor else START
    # No event lasts longer than a year, so none that began earlier is still going on.
    days = [begin - LONGEST, begin, end, UNDATED, END_OF_TIME]
    chosen = chosen_by(search, audiences)
    if not search.q:
        place: list[Any] = [after.starts_at or END_OF_TIME, after.event_id, limit + 1]
        return await listed(
            db, many(await db.fetch(CHOSEN + BY_DATE, *chosen, *days, *place), Found), Sought(), limit=limit
        )
    async for sought in understood(db, search.q):
        found: list[Found] = []
        # Titles first: often they fill the page, and then the rest need not be sorted.
        for distance in DISTANCES[after.distance :]:
            start = after if distance == after.distance else START
            place = [start.starts_at or END_OF_TIME, start.event_id, limit + 1 - len(found), sought.words, distance]
            found += many(await db.fetch(CHOSEN + BY_FIT, *chosen, *days, *place), Found)
            if len(found) > limit:
                break
        # Whoever goes on does so in the same way as before.
        if found or search.cursor:
            return await listed(db, found, sought, limit=limit)
    return Listed(events=[], more=None)


async def listed(db: Connection, found: list[Found], sought: Sought, *, limit: int) -> Listed:
    # What comes near is one page: further away it is of no use.
    more = found[limit - 1].position if len(found) > limit and not sought.is_near else None
    loaded = await events.load(db, [each.event_id for each in found[:limit]])
    shown = [
        on(event, each.starts_at, each.ends_at) if each.ends_at else event
        for event, each in zip(loaded, found, strict=False)
    ]
    return Listed(events=shown, more=more, sought=sought)


async def count_public(
    db: Connection,
    search: Search,
    sought: Sought,
    *,
    zone: ZoneInfo,
    now: datetime,
    audiences: tuple[Audience, ...] = PUBLIC,
) -> int:
    """How many events there are on all pages; counted no further than one beyond `MOST_COUNTED`."""
    begin, end = span(search, zone=zone, now=now)
    days = [begin - LONGEST, begin, end, UNDATED]
    counted: int = await db.fetchval(
        CHOSEN + COUNTED, *chosen_by(search, audiences), *days, sought.words, MOST_COUNTED + 1
    )
    return counted


COUNTED = """
SELECT count(*)
FROM (
    SELECT FROM chosen
    WHERE ($12::text IS NULL OR id IN (SELECT event_id FROM searched_events WHERE words @@ $12::tsquery))
      AND (
            id IN (
                SELECT event_id FROM occurrences
                WHERE starts_at > $8 AND ends_at > $9 AND starts_at < $10 AND status = 'confirmed'
            )
            OR is_undated AND changed_at BETWEEN $9 - $11::interval AND $10
          )
    LIMIT $13
) AS counted
"""

BY_DATE = """
, dated AS (
    SELECT o.event_id, o.starts_at, o.ends_at
    FROM occurrences AS o
    JOIN chosen ON chosen.id = o.event_id
    WHERE o.starts_at > $8 AND o.ends_at > $9 AND o.starts_at < $10 AND o.status = 'confirmed'
      AND (o.starts_at, o.event_id) > ($13, $14)
      -- Not an anti-join, which would come first: most searches leave few events of which to look at other dates.
      AND o.starts_at <= (
            SELECT min(earlier.starts_at) FROM occurrences AS earlier
            WHERE earlier.event_id = chosen.id AND earlier.ends_at > $9 AND earlier.status = 'confirmed'
          )
    ORDER BY o.starts_at, o.event_id
    LIMIT $15
), undated AS (
    SELECT id AS event_id, $12::timestamptz AS starts_at, NULL::timestamptz AS ends_at
    FROM chosen
    WHERE is_undated AND changed_at BETWEEN $9 - $11::interval AND $10 AND ($12::timestamptz, id) > ($13, $14)
    ORDER BY id
    LIMIT $15
)
SELECT event_id, starts_at, ends_at FROM dated
UNION ALL
SELECT event_id, starts_at, ends_at FROM undated
ORDER BY starts_at, event_id
LIMIT $15
"""

BY_FIT = """
, worded AS MATERIALIZED (
    SELECT event_id
    FROM searched_events
    WHERE words @@ $16::tsquery AND (titles @@ $16::tsquery) = ($17::integer = 0)
), dated AS (
    SELECT DISTINCT ON (o.event_id) o.event_id, o.starts_at, o.ends_at
    FROM worded AS w
    JOIN chosen ON chosen.id = w.event_id
    JOIN occurrences AS o ON o.event_id = chosen.id
    WHERE o.starts_at > $8 AND o.ends_at > $9 AND o.starts_at < $10 AND o.status = 'confirmed'
    ORDER BY o.event_id, o.starts_at
), undated AS (
    SELECT chosen.id, $12::timestamptz, NULL::timestamptz
    FROM worded AS w
    JOIN chosen ON chosen.id = w.event_id
    WHERE chosen.is_undated AND chosen.changed_at BETWEEN $9 - $11::interval AND $10
)
SELECT event_id, starts_at, ends_at, $17::integer AS distance
FROM (SELECT * FROM dated UNION ALL SELECT * FROM undated) AS found
WHERE (starts_at, event_id) > ($13, $14)
ORDER BY starts_at, event_id
LIMIT $15
"""
