"""What people look for in the calendar, and where a page of results goes on."""

import base64
from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from services.events.domain.dates import NO_SUCH_YEAR, YEARS
from shared.categories import Category
from shared.messages.event_details import Cost, Group, Instant
from shared.problems import invalid
from shared.translations import N_


class Search(Struct, frozen=True, kw_only=True, rename={"from_day": "from", "to_day": "to"}):
    """The filters of a list or a feed; all of them must hold. Days are inclusive, in the network's time zone."""

    from_day: Annotated[date | None, Meta(title=N_("From"))] = None
    to_day: Annotated[date | None, Meta(title=N_("To"))] = None
    organisation: Annotated[str | None, Meta(title=N_("Organisation"))] = None
    campaign: Annotated[str | None, Meta(title=N_("Campaign"))] = None
    category: Annotated[Category | None, Meta(title=N_("Category"))] = None
    language: Annotated[str | None, Meta(title=N_("Language spoken"))] = None
    for_whom: Annotated[Group | None, Meta(title=N_("For whom"))] = None
    cost: Annotated[Cost | None, Meta(title=N_("Cost"))] = None
    q: Annotated[str | None, Meta(title=N_("Search"))] = None
    cursor: str | None = None


def check(search: Search) -> None:
    """Raises `Invalid` for a day that has no instant in every zone."""
    for field, day in (("from", search.from_day), ("to", search.to_day)):
        if day and day.year not in YEARS:
            raise invalid(field, NO_SUCH_YEAR)


class Position(Struct, frozen=True, kw_only=True, array_like=True):
    """Where a list goes on: after this event. Those without a date come last."""

    starts_at: Instant | None
    event_id: UUID


def cursor_of(position: Position) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(position)).decode().rstrip("=")


def position_of(cursor: str) -> Position:
    """Raises `Invalid` for a cursor that we did not give out."""
    try:
        encoded = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        return msgspec.json.decode(encoded, type=Position)
    except (ValueError, msgspec.MsgspecError) as error:
        raise invalid("cursor", N_("This is not a cursor of ours.")) from error
