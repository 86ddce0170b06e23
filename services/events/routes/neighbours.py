"""What else the network has on the day that somebody plans for."""

from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from litestar import Response, get
from msgspec import Struct

from services.events.domain.event import Event
from services.events.domain.neighbours import (
    Neighbour,
    Neighbourhood,
    Occasion,
    completed,
    days_of,
    neighbourhood,
    surroundings,
)
from services.events.domain.occurrences import MoveFields
from services.events.routes.api_events import caller
from services.events.tables import neighbours
from shared import forms
from shared.access import Who
from shared.database import Connection
from shared.openapi import query_of
from shared.problems import Invalid
from shared.web import Request, Transaction, page

# The names of the form's fields that say what is asked for here.
ASKED = {"place.name": "place", "facts.for_whom": "for_whom"}


class NeighbourRow(Struct, frozen=True, kw_only=True):
    """A neighbour as the page shows it: with its wall times, and its page if the reader may see it."""

    neighbour: Neighbour
    when: MoveFields
    url: str | None


class NeighbourPage(Struct, frozen=True, kw_only=True):
    found: Neighbourhood | None = None
    same_day: list[NeighbourRow] = []
    around: list[NeighbourRow] = []


# What there is to show while no date is known.
NO_NEIGHBOURS = NeighbourPage()


@get("/portal/events/neighbours", who=Who.MEMBER, include_in_schema=False)
async def list_neighbours(request: Request, db: Transaction) -> Response[str]:
    """The part of the form that says what else is on, fetched while a date is being chosen."""
    return page(request, "_neighbours.html", neighbours=await neighbours_of(request, db, query_in(request)))


@get("/api/events/neighbours", who=Who.MEMBER, operation_class=query_of(Occasion), tags=["events"])
async def list_neighbours_json(request: Request, db: Transaction) -> Neighbourhood:
    """What else is on then and the days around, also internal and submitted entries; nobody else's drafts."""
    return await around(request, db, completed(forms.from_form(Occasion, query_in(request))))


def query_in(request: Request) -> dict[str, Any]:
    query = request.query_params
    return {name: query.getall(name) if name.endswith("for_whom") else query[name] for name in query}


async def neighbours_of(request: Request, db: Connection, typed: dict[str, Any]) -> NeighbourPage:
    """What is on around the dates in a form; nothing while they make no sense."""
    try:
        return await page_of(request, db, occasion_in(typed))
    except Invalid:
        return NO_NEIGHBOURS


def occasion_in(typed: dict[str, Any]) -> Occasion:
    """What a form plans. Raises `Invalid` for dates that make no sense, and for none at all."""
    return completed(forms.from_form(Occasion, {ASKED.get(name, name): typed[name] for name in typed}))


async def page_of(request: Request, db: Connection, occasion: Occasion) -> NeighbourPage:
    zone = request.app.state.settings.zone
    found = await around(request, db, occasion)
    rows = [NeighbourRow(neighbour=each, when=when_of(each, zone), url=url_of(each, request)) for each in found.items]
    return NeighbourPage(
        found=found,
        same_day=[row for row in rows if row.neighbour.is_same_day],
        around=[row for row in rows if not row.neighbour.is_same_day],
    )


async def around(request: Request, db: Connection, occasion: Occasion) -> Neighbourhood:
    zone = request.app.state.settings.zone
    begins_at, ends_at = surroundings(occasion, zone)
    found = await neighbours.list_between(
        db, begins_at, ends_at, organisation_id=caller(request), but_event_id=occasion.event_id
    )
    first, last = days_of(begins_at, ends_at, zone)
    return neighbourhood(occasion, found, await neighbours.list_campaigns(db, first, last), zone)


def occasion_of(event: Event, when: MoveFields) -> Occasion:
    """One date of an entry, to be compared with all else."""
    return Occasion(
        **msgspec.structs.asdict(when),
        time_zone=event.time_zone,
        place=event.place_name or "",
        for_whom=event.facts.for_whom,
        event_id=event.id,
    )


def when_of(neighbour: Neighbour, zone: ZoneInfo) -> MoveFields:
    """Its dates as the network's clocks show them."""
    if neighbour.is_whole_days:
        first, last = days_of(neighbour.starts_at, neighbour.ends_at, zone)
        return MoveFields(starts_on=first, ends_on=last)
    starts_at, ends_at = (
        each.astimezone(zone).replace(tzinfo=None) for each in (neighbour.starts_at, neighbour.ends_at)
    )
    return MoveFields(starts_at=starts_at, ends_at=ends_at)


def url_of(neighbour: Neighbour, request: Request) -> str | None:
    if neighbour.organisation_id == caller(request):
        return f"/portal/events/{neighbour.event_id}"
    return f"/events/{neighbour.slug}" if neighbour.status == "published" else None
