"""Events as callers see them in JSON."""

from datetime import date
from uuid import UUID

import msgspec
from msgspec import UNSET, Struct, UnsetType

from services.events.domain.event import Event
from services.events.tables import flyers, pictures, rosters
from services.events.tables.rosters import Seats
from shared.database import Connection
from shared.messages.event_details import Flyer, Instant, Picture, Place, Return, WallTime
from shared.messages.events import EventStatus
from shared.sessions import Principal


class EventView(Struct, frozen=True, kw_only=True):
    """An event. Wall times are in `time_zone`; an event of whole days has `starts_on` and `ends_on` instead.

    An event that has neither is to be announced. Only its organisation and coordinators see the last two fields.
    """

    id: UUID
    slug: str
    status: EventStatus
    version: int
    title: str
    description: str
    language: str
    starts_at: WallTime | UnsetType = UNSET
    ends_at: WallTime | UnsetType = UNSET
    starts_on: date | UnsetType = UNSET
    ends_on: date | UnsetType = UNSET
    time_zone: str
    place: Place | None
    online: bool
    category: str
    languages: list[str]
    audience: str = "public"
    takes_registrations: bool
    capacity: int | None
    seats_left: int | None
    organisation: str
    campaign: str | None
    url: str
    changed_at: Instant
    pictures: list[Picture] = []
    flyers: list[Flyer] = []
    join_details: str | UnsetType = UNSET
    returned: Return | UnsetType | None = UNSET


class EventList(Struct, frozen=True, kw_only=True):
    """One page of events; `next_cursor` is null on the last."""

    items: list[EventView]
    next_cursor: str | None


async def views_of(
    db: Connection, events: list[Event], *, base_url: str, principal: Principal | None
) -> list[EventView]:
    ids = [event.id for event in events]
    seats = await rosters.list_for(db, ids)
    shown_pictures = await pictures.list_of_events(db, ids)
    shown_flyers = await flyers.list_of_events(db, ids)
    return [
        msgspec.structs.replace(
            view_of(event, seats.get(event.id), base_url=base_url, principal=principal),
            pictures=[each.announced(base_url) for each in shown_pictures.get(event.id, [])],
            flyers=[each.announced(base_url) for each in shown_flyers.get(event.id, [])],
        )
        for event in events
    ]


def view_of(event: Event, seats: Seats | None, *, base_url: str, principal: Principal | None) -> EventView:
    same = set(EventView.__struct_fields__) & set(Event.__struct_fields__) - {"join_details"}
    known = {field: value for field in same if (value := getattr(event, field)) is not None}
    view = EventView(
        **{"campaign": None, "capacity": None} | known,
        place=event.place,
        seats_left=seats.left if seats else event.capacity,
        organisation=event.organisation_slug,
        url=f"{base_url}/events/{event.slug}",
    )
    if not may_change(event, principal):
        return view
    return msgspec.structs.replace(view, join_details=event.join_details, returned=event.returned)


def may_change(event: Event, principal: Principal | None) -> bool:
    return principal is not None and (principal.is_coordinator or principal.organisation_id == event.organisation_id)


def may_see(event: Event, principal: Principal | None) -> bool:
    return event.is_public or may_change(event, principal)
