"""Events as callers see them in JSON."""

from datetime import date
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from services.events.domain.details import ConferenceFields, CoordinatesFields, FactsFields, RecurrenceFields
from services.events.domain.event import Event
from services.events.routes.own import may_act_for
from services.events.tables import flyers, pictures, rosters
from services.events.tables.choosing import PUBLIC, WHOLE_NETWORK
from services.events.tables.rosters import Seats
from shared.database import Connection
from shared.messages.event_details import (
    Audience,
    CoOrganiser,
    EventText,
    Flyer,
    Instant,
    Occurrence,
    Picture,
    Place,
    Return,
    WallTime,
)
from shared.messages.events import EventStatus
from shared.sessions import Principal


class EventView(Struct, frozen=True, kw_only=True):
    """An event. Wall times are in `time_zone`; an event of whole days has `starts_on` and `ends_on` instead.

    An event that has neither is to be announced. A series has a `recurrence`, and asked for alone all its
    `occurrences`, as instants. Only its organisation and coordinators see `join_details` and `returned`, and a
    `conference` that is not public.
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
    audience: Audience
    recurrence: RecurrenceFields | UnsetType | None = UNSET
    occurrences: list[Occurrence] | UnsetType = UNSET
    coordinates: CoordinatesFields | UnsetType | None = UNSET
    facts: FactsFields
    texts: list[EventText]
    co_organisers: list[CoOrganiser]
    wants_co_organisers: bool
    is_sold_out: bool
    takes_registrations: bool
    capacity: int | None
    seats_left: int | None
    organisation: str
    campaign: str | None
    url: str
    changed_at: Instant
    pictures: list[Picture] = []
    flyers: list[Flyer] = []
    conference: ConferenceFields | UnsetType = UNSET
    join_details: str | UnsetType = UNSET
    returned: Return | UnsetType | None = UNSET


class EventList(Struct, frozen=True, kw_only=True):
    """One page of events; `next_cursor` is null on the last.

    They come in the order of their dates; with `q`, first those that have it in the title. `is_near` says that none has
    all of the words, and that these come nearest.
    """

    items: list[EventView]
    next_cursor: str | None
    is_near: bool = False


async def views_of(
    db: Connection, events: list[Event], *, base_url: str, principal: Principal | None
) -> list[EventView]:
    ids = [event.id for event in events]
    seats = await rosters.list_for(db, ids)
    shown_pictures = await pictures.list_of_events(db, ids)
    shown_flyers = await flyers.list_of_events(db, ids)
    return [
        replace(
            view_of(event, seats.get(event.id), base_url=base_url, principal=principal),
            pictures=[each.announced(base_url) for each in shown_pictures.get(event.id, [])],
            flyers=[each.announced(base_url) for each in shown_flyers.get(event.id, [])],
        )
        for event in events
    ]


def view_of(event: Event, seats: Seats | None, *, base_url: str, principal: Principal | None) -> EventView:
    same = set(EventView.__struct_fields__) & set(Event.__struct_fields__) - {"join_details", "conference"}
    known = {field: value for field in same if (value := getattr(event, field)) is not None}
    view = EventView(
        **{"campaign": None, "capacity": None} | known,
        place=event.place,
        seats_left=seats.left if seats else event.capacity,
        organisation=event.organisation_slug,
        url=f"{base_url}/events/{event.slug}",
    )
    if may_change(event, principal):
        return replace(view, conference=event.conference, join_details=event.join_details, returned=event.returned)
    return replace(view, conference=event.conference) if event.conference.is_public else view


def audiences_of(principal: Principal | None) -> tuple[Audience, ...]:
    """Whose events they see: members those of the network too."""
    return WHOLE_NETWORK if principal else PUBLIC


def may_see(event: Event, principal: Principal | None) -> bool:
    """Whether it is public, internal to the network and so for every member, or one's own."""
    return event.is_public or (principal is not None and event.is_in_the_calendar) or may_change(event, principal)


def may_change(event: Event, principal: Principal | None) -> bool:
    return may_act_for(principal, event.organisation_id)
