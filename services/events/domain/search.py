"""What people look for in the calendar, and where a page of results goes on."""

import base64
from datetime import UTC, date, datetime, timedelta
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta, Struct

from services.events.domain.dates import NO_SUCH_YEAR, YEARS, start_of_day
from services.events.domain.when import days_of
from shared.categories import Category
from shared.messages.event_details import Cost, Group, Instant
from shared.problems import invalid
from shared.translations import N_

END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)


class Search(Struct, frozen=True, kw_only=True, rename={"from_day": "from", "to_day": "to"}):
    """The filters of a list; all of them must hold. Days are inclusive, in the network's time zone.

    `when` is `today`, `weekend`, `month`, or a month such as `2026-12`; days that are given say it more exactly.
    """

    when: Annotated[str | None, Meta(title=N_("When"))] = None
    from_day: Annotated[date | None, Meta(title=N_("From"))] = None
    to_day: Annotated[date | None, Meta(title=N_("To"))] = None
    organisation: Annotated[str | None, Meta(title=N_("Organisation"))] = None
    campaign: Annotated[str | None, Meta(title=N_("Campaign"))] = None
    category: Annotated[Category | None, Meta(title=N_("Category"))] = None
    language: Annotated[str | None, Meta(title=N_("Language spoken"))] = None
    for_whom: Annotated[Group | None, Meta(title=N_("For whom"))] = None
    cost: Annotated[Cost | None, Meta(title=N_("Cost"))] = None
    q: Annotated[str | None, Meta(title=N_("Search words"))] = None
    cursor: str | None = None


def span(search: Search, *, zone: ZoneInfo, now: datetime) -> tuple[datetime, datetime]:
    """The instants between which to look, from now on if no days are given.

    Raises `Invalid` for a day that has no instant in every zone, and for days in words that we do not know.
    """
    for field, day in (("from", search.from_day), ("to", search.to_day)):
        if day and day.year not in YEARS:
            raise invalid(field, NO_SUCH_YEAR)
    first, last, earliest = search.from_day, search.to_day, datetime.min.replace(tzinfo=UTC)
    if search.when and not (first or last):
        today = now.astimezone(zone).date()
        first, last = days_of(search.when, today=today)
        # What is over this morning is not on today.
        earliest = now if last >= today else earliest
    begin = max(start_of_day(first, zone), earliest) if first else now
    return begin, start_of_day(last + timedelta(days=1), zone) if last else END_OF_TIME


class Position(Struct, frozen=True, kw_only=True, array_like=True):
    """Where a list goes on: after this event. Those without a date come last; words put those first that fit best."""

    starts_at: Instant | None
    event_id: UUID
    distance: int = 0


def cursor_of(position: Position) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(position)).decode().rstrip("=")


def position_of(cursor: str) -> Position:
    """Raises `Invalid` for a cursor that we did not give out."""
    try:
        encoded = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        return msgspec.json.decode(encoded, type=Position)
    except (ValueError, msgspec.MsgspecError) as error:
        raise invalid("cursor", N_("This is not a cursor of ours.")) from error
