"""An event as the other services hear of it."""

from typing import Any

import msgspec
from msgspec.structs import replace

from services.events.domain.event import Event
from services.events.domain.vevent import vevents_of, vevents_without_cancelled
from shared.messages.event_details import Conference, Coordinates, Facts, Occurrence, Recurrence
from shared.messages.events import EventState

# What is stored as it was typed.
TYPED: dict[str, Any] = {
    "recurrence": Recurrence | None,
    "coordinates": Coordinates | None,
    "conference": Conference,
    "facts": Facts,
}


def state_of(event: Event, occurrences: list[Occurrence], *, base_url: str) -> EventState:
    """The state, with its VEVENTs rendered: here, once per change, and never when a feed is served."""
    same = set(EventState.__struct_fields__) & (set(Event.__struct_fields__) | {"place", "returned"})
    fields: dict[str, Any] = {field: getattr(event, field) for field in same}
    for field, kind in TYPED.items():
        fields[field] = msgspec.convert(msgspec.to_builtins(fields[field]), kind)
    state = EventState(**fields, occurrences=occurrences, url=f"{base_url}/events/{event.slug}")
    return replace(state, vevents=vevents_of(state), vevents_without_cancelled=vevents_without_cancelled(state))
