"""A service gave a message up, which lies among its dead letters now; nothing of what stood in it is told."""

from typing import ClassVar

from shared.messages import Fact, Service
from shared.messages.event_details import Instant


class MessageGivenUp(Fact, frozen=True, kw_only=True):
    """`consumer` could not handle a message of the topic `heard`; `reason` is the kind of error, without its words."""

    about: ClassVar[str] = "fact_id"

    consumer: str
    heard: str
    reason: str
    given_up_at: Instant

    @property
    def service(self) -> str:
        return self.topic.partition(".")[0]


class EventsMessageGivenUp(MessageGivenUp, frozen=True, kw_only=True):
    """The events service gave a message up."""

    topic: ClassVar[str] = "events.message_given_up"


class RegistrationMessageGivenUp(MessageGivenUp, frozen=True, kw_only=True):
    """The registration service gave a message up."""

    topic: ClassVar[str] = "registration.message_given_up"


class NotifyMessageGivenUp(MessageGivenUp, frozen=True, kw_only=True):
    """The notify service gave a message up."""

    topic: ClassVar[str] = "notify.message_given_up"


GIVEN_UP_BY: dict[Service, type[MessageGivenUp]] = {
    "events": EventsMessageGivenUp,
    "registration": RegistrationMessageGivenUp,
    "notify": NotifyMessageGivenUp,
}
