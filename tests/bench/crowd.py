"""A crowd: everybody has a connection already, and all ask in the same moment."""

import asyncio
from collections.abc import Sequence
from itertools import cycle

import uvloop
from msgspec import Struct

from tests.bench.load import Client, Load

# So many connections at once a server takes without letting anybody wait.
CONNECTIONS_AT_ONCE = 500


class Heard(Struct, frozen=True, kw_only=True):
    """What one of them was answered, and how long it took."""

    body: bytes
    seconds: float


class Asker(Client):
    """One of them."""

    body = b""

    def on_body(self, body: bytes) -> None:
        """Called by the parser, perhaps with a part only."""
        self.body += body


def ask_at_once(ports: Sequence[int], requests: Sequence[bytes], *, status: int) -> list[Heard]:
    """All requests at once, shared out among these servers; any other status than this is an error."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(ask_here(ports, requests, status=status))


async def ask_here(ports: Sequence[int], requests: Sequence[bytes], *, status: int) -> list[Heard]:
    wanted = list(zip(cycle(ports), requests, strict=False))
    askers: list[Asker] = []
    for first in range(0, len(wanted), CONNECTIONS_AT_ONCE):
        group = wanted[first : first + CONNECTIONS_AT_ONCE]
        askers += await asyncio.gather(*(connected(port, request, status=status) for port, request in group))
    for asker in askers:
        asker.ask(until=0)
    await asyncio.gather(*(asker.done for asker in askers))
    return [Heard(body=asker.body, seconds=asker.seconds[0]) for asker in askers]


async def connected(port: int, request: bytes, *, status: int) -> Asker:
    load = Load(port=port, requests=iter([request]), status=status, seconds=0)
    _, asker = await asyncio.get_running_loop().create_connection(lambda: Asker(load), "127.0.0.1", port)
    return asker
