"""An event as the other services hear of it."""

from msgspec.structs import replace

from services.events.domain.event import Event
from services.events.domain.vevent import vevents_of
from shared.messages.event_details import Flyer, Occurrence, Picture
from shared.messages.events import EventState


def state_of(
    event: Event, occurrences: list[Occurrence], pictures: list[Picture], flyers: list[Flyer], *, base_url: str
) -> EventState:
    """The state, with its VEVENT rendered: here, once per change, and never when a feed is served."""
    same = set(EventState.__struct_fields__) & (set(Event.__struct_fields__) | {"place", "returned"})
    state = EventState(
        **{field: getattr(event, field) for field in same},
        occurrences=occurrences,
        pictures=pictures,
        flyers=flyers,
        url=f"{base_url}/events/{event.slug}",
    )
    return replace(state, vevents=vevents_of(state))
