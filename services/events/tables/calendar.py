"""The dates of public events that fit what people chose, as a calendar shows them."""

from datetime import datetime

from msgspec import Struct

from services.events.domain.dates import LONGEST
from services.events.domain.search import Search
from services.events.tables.choosing import CHOSEN, chosen_by
from services.events.tables.searching import ways_to_look
from shared.database import Connection, many
from shared.messages.event_details import Audience
from shared.messages.events import EventStatus
from shared.translations import plain

# More than fit on a page that people would read.
MOST_DATES = 1000


class CalendarEntry(Struct, frozen=True, kw_only=True):
    """One date of an event, as instants, with the title in the reader's language where it is there in it."""

    slug: str
    title: str
    language: str
    status: EventStatus
    is_all_day: bool
    starts_at: datetime
    ends_at: datetime


class Entries(Struct, frozen=True, kw_only=True):
    """What was found; `is_near` when nothing has all the words that were looked for."""

    entries: list[CalendarEntry]
    is_near: bool = False


async def list_between(
    db: Connection,
    search: Search,
    begin: datetime,
    end: datetime,
    *,
    language: str,
    audiences: tuple[Audience, ...],
) -> Entries:
    """All dates that overlap this time, in their order; the days of the search do not count."""
    days = [*chosen_by(search, audiences), begin, end, LONGEST, [language, plain(language)], MOST_DATES]
    async for sought in ways_to_look(db, search.q):
        if found := await db.fetch(CHOSEN + DATES, *days, sought.words):
            return Entries(entries=many(found, CalendarEntry), is_near=sought.is_near)
    return Entries(entries=[])


async def first_after(
    db: Connection, search: Search, end: datetime, *, audiences: tuple[Audience, ...]
) -> datetime | None:
    """When the next date begins that fits; the days of the search do not count."""
    async for sought in ways_to_look(db, search.q):
        found: datetime | None = await db.fetchval(CHOSEN + FIRST, *chosen_by(search, audiences), end, sought.words)
        if found:
            return found
    return None


DATES = """
SELECT e.slug, coalesce(t.title, e.title) AS title, coalesce(t.language, e.language) AS language, e.status,
       e.starts_on IS NOT NULL AS is_all_day, o.starts_at, o.ends_at
FROM occurrences AS o
JOIN chosen ON chosen.id = o.event_id
JOIN events AS e ON e.id = o.event_id
LEFT JOIN LATERAL (
    SELECT title, language
    FROM event_texts
    WHERE event_id = e.id AND language = ANY($11::text[])
    ORDER BY array_position($11, language)
    LIMIT 1
) AS t ON e.language <> $11[1]
-- No event lasts longer than a year, so none that began earlier is still going on.
WHERE o.starts_at > $8::timestamptz - $10::interval AND o.starts_at < $9 AND o.ends_at > $8 AND o.status = 'confirmed'
  AND ($13::text IS NULL OR o.event_id IN (SELECT event_id FROM searched_events WHERE words @@ $13::tsquery))
ORDER BY o.starts_at, title, e.slug
LIMIT $12
"""

FIRST = """
SELECT o.starts_at
FROM occurrences AS o
JOIN chosen ON chosen.id = o.event_id
WHERE o.starts_at >= $8 AND o.status = 'confirmed'
  AND ($9::text IS NULL OR o.event_id IN (SELECT event_id FROM searched_events WHERE words @@ $9::tsquery))
ORDER BY o.starts_at
LIMIT 1
"""
