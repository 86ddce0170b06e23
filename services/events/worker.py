"""What the events service does besides answering."""

from services.events.consumers import CONSUMERS
from shared.messages.events import MESSAGES
from shared.processes import Work

WORK = Work(service="events", messages=MESSAGES, consumers=CONSUMERS)
