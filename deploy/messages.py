"""All messages with who says and who hears them; `--asyncapi` writes them as an AsyncAPI 3.0 document."""

import sys
from typing import Any

import msgspec
from msgspec import Struct

from services.events.consumers import CONSUMERS
from services.notify.consumers import consumers_of as notify_consumers
from services.registration.worker import consumers_of as registration_consumers
from shared.messages import Message, events, notify, registration, stream_of


class Told(Struct, frozen=True, kw_only=True):
    """A message and its way: said by one service, kept in one stream, heard by others."""

    message: type[Message]
    said_by: str
    heard_by: list[str]

    @property
    def address(self) -> str:
        return f"{self.message.topic}.{{{self.message.about}}}"


def told() -> list[Told]:
    """Every message of the contract, in the order in which the services define them."""
    said: dict[str, tuple[type[Message], ...]] = {
        "events": events.MESSAGES,
        "registration": registration.MESSAGES,
        "notify": notify.MESSAGES,
    }
    heard = {
        "events": CONSUMERS,
        "registration": registration_consumers(base_url=""),
        "notify": notify_consumers(settling_seconds=0),
    }
    return [
        Told(
            message=message,
            said_by=service,
            heard_by=[other for other in heard if message in {each.message for each in heard[other]}],
        )
        for service, messages in said.items()
        for message in messages
    ]


def as_list(messages: list[Told]) -> str:
    return "\n".join(
        f"{each.message.__name__:24} {each.address:44} {stream_of(each.message):20} "
        f"{each.said_by} → {', '.join(each.heard_by) or 'nobody'}"
        for each in messages
    )


def as_asyncapi(messages: list[Told]) -> dict[str, Any]:
    """The document of https://www.asyncapi.com/docs/reference/specification/v3.0.0."""
    types = [each.message for each in messages]
    _, schemas = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Messages of the shared calendar", "version": "1"},
        "channels": {each.message.__name__: channel(each) for each in messages},
        "operations": {f"say{each.message.__name__}": operation("send", each) for each in messages}
        | {f"hear{each.message.__name__}": operation("receive", each) for each in messages if each.heard_by},
        "components": {"schemas": schemas},
    }


def channel(each: Told) -> dict[str, Any]:
    name = each.message.__name__
    return {
        "address": each.address,
        "description": f"Kept in {stream_of(each.message)}. Heard by {', '.join(each.heard_by) or 'nobody'}.",
        "parameters": {each.message.about: {"description": "A UUID."}},
        "messages": {name: {"summary": each.message.__doc__, "payload": {"$ref": f"#/components/schemas/{name}"}}},
    }


def operation(action: str, each: Told) -> dict[str, Any]:
    reference = f"#/channels/{each.message.__name__}"
    return {"action": action, "channel": {"$ref": reference}, "tags": [{"name": each.said_by}]}


if __name__ == "__main__":
    if sys.argv[1:] == ["--asyncapi"]:
        print(msgspec.json.format(msgspec.json.encode(as_asyncapi(told()))).decode())
    else:
        print(as_list(told()))
