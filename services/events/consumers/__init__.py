"""What the events service hears."""

from services.events.commands.erase_person import erase_person
from services.events.consumers.roster_state import keep_roster
from shared.consumer import Consumer
from shared.messages.registration import ErasureRequested, RosterState

CONSUMERS = (
    Consumer(name="events-roster-state", message=RosterState, handle=keep_roster),
    Consumer(name="events-erasure-requested", message=ErasureRequested, handle=erase_person),
)
