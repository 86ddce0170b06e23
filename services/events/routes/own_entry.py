"""The page of a partner's own entry: where it stands, its dates, its languages, who takes part, what else is on."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Response
from msgspec import Struct

from services.events.domain.event import EDITABLE, RETURN_REASON_NAMES, Event
from services.events.domain.occurrence_dates import dates_of, is_twice
from services.events.domain.occurrences import MoveFields
from services.events.routes.campaign_answers import asked_of
from services.events.routes.events import shown
from services.events.routes.history import history_of
from services.events.routes.neighbours import NO_NEIGHBOURS, NeighbourPage, occasion_of, page_of
from services.events.tables import co_organisations, occurrences, sign_ups, still_on
from services.events.tables.sign_ups import SignUps
from shared.database import Connection
from shared.formats import language_name
from shared.messages.events import EventStatus
from shared.web import Request, language_of, page

# As many as one looks at at once; a weekly series has a quarter of a year on the page.
FIRST_DATES = 12


class DateRow(Struct, frozen=True, kw_only=True):
    """One date of a series."""

    id: UUID
    when: MoveFields
    starts_at: datetime
    is_cancelled: bool
    is_moved: bool
    is_over: bool
    sign_ups: SignUps | None
    confirmed_at: datetime | None


async def own_page(request: Request, db: Connection, event: Event) -> Response[str]:
    now = datetime.now(UTC)
    language = language_of(request).code
    rows = await date_rows(db, event, now=now, zone=request.app.state.settings.zone)
    coming = [row for row in rows if not row.is_over]
    shows_all = request.query_params.get("dates") == "all"
    context: dict[str, Any] = await shown(request, db, event) | {
        "dates": rows if shows_all else coming[:FIRST_DATES],
        "asked": await asked_of(db, event),
        "lines": await history_of(request, db, event.id),
    }
    return page(
        request,
        "own_event.html",
        **context,
        return_reason=RETURN_REASON_NAMES[event.return_reason] if event.return_reason else None,
        editable=event.status in EDITABLE,
        dates_left_out=0 if shows_all else len(rows) - len(coming[:FIRST_DATES]),
        numbers=rows[0].sign_ups if rows and not event.recurrence else None,
        confirmed_at=rows[0].confirmed_at if rows and not event.recurrence else None,
        comes_twice=is_twice(event.starts_at, event.time_zone) or is_twice(event.ends_at, event.time_zone),
        texts=[(text, language_name(text.language, language)) for text in event.texts],
        joining=await co_organisations.list_of(db, event.id),
        neighbours=await next_neighbours(request, db, event, coming),
    )


async def date_rows(db: Connection, event: Event, *, now: datetime, zone: ZoneInfo) -> list[DateRow]:
    numbers = await sign_ups.list_for(db, [event.id])
    confirmed = await still_on.list_confirmed(db, event.id)
    return [
        DateRow(
            id=stored.id,
            when=dates_of(event, stored),
            starts_at=stored.starts_at,
            is_cancelled=stored.status == "cancelled",
            is_moved=stored.moved_starts_at is not None,
            is_over=stored.ends_at <= now,
            sign_ups=numbers.get(stored.id),
            confirmed_at=confirmed[stored.id].astimezone(zone) if stored.id in confirmed else None,
        )
        for stored in await occurrences.list_stored(db, event.id)
    ]


async def next_neighbours(request: Request, db: Connection, event: Event, coming: list[DateRow]) -> NeighbourPage:
    """What else is on at the next date that takes place."""
    row = next((row for row in coming if not row.is_cancelled), None)
    if row is None or event.status is EventStatus.CANCELLED:
        return NO_NEIGHBOURS
    return await page_of(request, db, occasion_of(event, row.when))
