"""Messages that a service gave up: coordinators are told."""

from typing import Any

from services.notify.tables import given_up_messages
from shared.consumer import Consumer
from shared.messages.given_up import GIVEN_UP_BY

CONSUMERS: tuple[Consumer[Any], ...] = tuple(
    Consumer(name=f"notify-{service}-message-given-up", message=fact, handle=given_up_messages.insert)
    for service, fact in GIVEN_UP_BY.items()
)
