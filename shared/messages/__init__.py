"""The contract between the services: what each says, and how a message finds its subject.

Fields are only ever added, with a default. A stored sample of each message stays in `tests/messages/`.
"""

from typing import ClassVar, Literal, TypeVar
from uuid import UUID, uuid4

import msgspec
from msgspec import Struct

Service = Literal["events", "registration", "notify"]
M = TypeVar("M", bound="Message")


class Message(Struct, frozen=True, kw_only=True, gc=False):
    """What travels between services over NATS."""

    # `<service>.<noun or past participle>`; the id of what it is about follows.
    topic: ClassVar[str]
    about: ClassVar[str] = "id"

    @property
    def subject(self) -> str:
        return f"{self.topic}.{getattr(self, self.about)}"


class State(Message, frozen=True, kw_only=True):
    """The whole state of one thing; of two, the one with the higher version is true."""

    id: UUID
    version: int


class Fact(Message, frozen=True, kw_only=True):
    """Something that happened, once; may carry personal data, so its stream forgets it."""

    fact_id: UUID = msgspec.field(default_factory=uuid4)


def stream_of(message_type: type[Message]) -> str:
    """The JetStream stream that keeps this type: `EVENTS` for states, `EVENTS_FACTS` for facts."""
    service = message_type.topic.partition(".")[0].upper()
    return service if issubclass(message_type, State) else f"{service}_FACTS"


def encode(message: Message) -> bytes:
    return msgspec.json.encode(message)


def decode(body: bytes, message_type: type[M]) -> M:
    """The message in `body`; unknown fields are ignored, so old readers survive new messages."""
    return msgspec.json.decode(body, type=message_type)
