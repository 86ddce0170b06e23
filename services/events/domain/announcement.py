"""An event as the other services hear of it."""

from typing import Any

import msgspec

from services.events.domain.event import Event
from services.events.domain.vevent import rendered
from shared.messages.event_details import Conference, Coordinates, Facts, Flyer, Occurrence, Picture, Recurrence
from shared.messages.events import EventState

# What is stored as it was typed.
TYPED: dict[str, Any] = {
    "recurrence": Recurrence | None,
    "coordinates": Coordinates | None,
    "conference": Conference,
    "facts": Facts,
}


def state_of(
    event: Event, occurrences: list[Occurrence], pictures: list[Picture], flyers: list[Flyer], *, base_url: str
) -> EventState:
    """The state, with its VEVENTs rendered: here, once per change, and never when a feed is served."""
    same = set(EventState.__struct_fields__) & (set(Event.__struct_fields__) | {"place", "returned"})
    fields: dict[str, Any] = {field: getattr(event, field) for field in same}
    for field, kind in TYPED.items():
        fields[field] = msgspec.convert(msgspec.to_builtins(fields[field]), kind)
    return rendered(
        EventState(
            **fields,
            occurrences=occurrences,
            pictures=pictures,
            flyers=flyers,
            url=f"{base_url}/events/{event.slug}",
        )
    )
