"""The load generator: clients that keep their connection, and ask again as soon as they have their answer."""

import asyncio
import time
from collections.abc import Iterator, Mapping
from typing import cast

import httptools
import uvloop
from msgspec import Struct


class Load(Struct, frozen=True, kw_only=True):
    """What is asked of a server, and the only status that counts as an answer."""

    port: int
    requests: Iterator[bytes]
    status: int = 200
    clients: int = 16
    seconds: float


class Measured(Struct, frozen=True, kw_only=True):
    """How a server stood it; `seconds` is how long each answer took."""

    per_second: float
    seconds: list[float]


def measure(load: Load) -> Measured:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(measure_here(load))


async def measure_here(load: Load) -> Measured:
    loop = asyncio.get_running_loop()
    opened = [loop.create_connection(lambda: Client(load), "127.0.0.1", load.port) for _ in range(load.clients)]
    clients = [client for _, client in await asyncio.gather(*opened)]
    began = time.perf_counter()
    for client in clients:
        client.ask(until=began + load.seconds)
    await asyncio.gather(*(client.done for client in clients))
    seconds = [each for client in clients for each in client.seconds]
    return Measured(per_second=len(seconds) / (time.perf_counter() - began), seconds=seconds)


class Client(asyncio.Protocol):
    """One of them; `done` says when it has its last answer."""

    transport: asyncio.Transport

    def __init__(self, load: Load) -> None:
        self.load = load
        self.parser = httptools.HttpResponseParser(self)
        self.done = asyncio.get_running_loop().create_future()
        self.seconds: list[float] = []
        self.until = self.asked_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's is one in all but its type.
        self.transport = cast("asyncio.Transport", transport)

    def ask(self, *, until: float) -> None:
        self.until = until
        self.asked_at = time.perf_counter()
        self.transport.write(next(self.load.requests))

    def data_received(self, data: bytes) -> None:
        self.parser.feed_data(data)

    def on_message_complete(self) -> None:
        """Called by the parser when the whole answer is here."""
        now = time.perf_counter()
        self.seconds.append(now - self.asked_at)
        if self.parser.get_status_code() != self.load.status:
            self.fail(f"answered {self.parser.get_status_code()} instead of {self.load.status}")
        elif now < self.until:
            self.ask(until=self.until)
        else:
            self.done.set_result(None)
            self.transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        self.fail(f"hung up: {error}")

    def fail(self, text: str) -> None:
        if not self.done.done():
            self.done.set_exception(RuntimeError(f"the server on port {self.load.port} {text}"))


def get(path: str, headers: Mapping[str, str]) -> bytes:
    lines = [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: localhost", *lines, "", ""]).encode()


def post(path: str, body: bytes) -> bytes:
    head = [f"POST {path} HTTP/1.1", "Host: localhost", "Content-Type: application/json"]
    return "\r\n".join([*head, f"Content-Length: {len(body)}", "", ""]).encode() + body
