"""What the events service hears."""

from services.events.consumers.roster_state import keep_roster
from shared.consumer import Consumer
from shared.messages.registration import RosterState

CONSUMERS = (Consumer(name="events-roster-state", message=RosterState, handle=keep_roster),)
