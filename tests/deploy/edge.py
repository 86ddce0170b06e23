"""A running edge, and services behind it that say what reached them."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from time import sleep
from typing import ClassVar, NamedTuple

import msgspec

from deploy.local import caddy, stack
from deploy.local.ports import free_ports, is_free
from deploy.local.processes import stop_quietly
from deploy.local.stack import Stack
from deploy.local.waiting import wait_until
from services.events.feeds import files

PAUSE_SECONDS = 0.05


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


class Edge(NamedTuple):
    stack: Stack

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(HTTPConnection("127.0.0.1", self.stack.port, timeout=30)) as connection:
            connection.request(method, path, body, named)
            with connection.getresponse() as response:
                return Answer(response.status, dict(response.headers), response.read())

    def write_feed(self, name: str, content: bytes) -> None:
        files.write(self.stack.feeds / name, content)
        files.write_brotli(self.stack.feeds / name)


class Service(BaseHTTPRequestHandler):
    """Says which service it stands for and what reached it."""

    protocol_version = "HTTP/1.1"
    # The streams whose listeners have gone.
    left: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        if self.path.endswith("/counts"):
            self.tell_until_nobody_listens()
            return
        self.rfile.read(int(self.headers["Content-Length"] or 0))
        said = {"port": self.connection.getsockname()[1], "path": self.path, "headers": dict(self.headers)}
        body = msgspec.json.encode(said)
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Type", "text/calendar" if ".ics" in self.path else "application/json")
        self.end_headers()
        # Who asked may have gone.
        with suppress(BrokenPipeError):
            self.wfile.write(body)

    do_POST = do_GET  # noqa: N815

    def tell_until_nobody_listens(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Connection", "close")
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(b"data: 1\n\n")
            while True:
                sleep(PAUSE_SECONDS)
                self.wfile.write(b": still here\n\n")
        Service.left.append(self.path)

    def log_message(self, *_: object) -> None:
        """The tests look at answers, not at logs."""


@contextmanager
def running_edge(folder: Path) -> Iterator[Edge]:
    """The edge before two services; the third stays away."""
    [port] = free_ports(1)
    this = stack.plan(data=folder, port=port, replicas=1)
    stack.make_folders(this)
    process = subprocess.Popen(caddy.command(), env=os.environ | caddy.environment(this), stderr=subprocess.DEVNULL)
    present = [ThreadingHTTPServer(("127.0.0.1", port_of(this, name)), Service) for name in ("events", "registration")]
    for service in present:
        Thread(target=service.serve_forever).start()
    try:
        wait_until(lambda: not is_free(port), seconds=30, what="The start of Caddy")
        yield Edge(this)
    finally:
        for service in present:
            service.shutdown()
            service.server_close()
        stop_quietly(process)


def port_of(this: Stack, service: str) -> int:
    return this.service_ports[service][0]
