"""Servers of the benchmark's own beside the running stack: one process each."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct

from deploy.local import caddy
from deploy.local.ports import free_ports
from deploy.local.processes import stop_quietly
from deploy.local.programs import environment_of
from deploy.local.ready import answers
from deploy.local.running import UNDOUBTED, RunningStack
from deploy.local.stack import ROOT
from deploy.local.waiting import wait_until

START_SECONDS = 30


@contextmanager
def python(running: RunningStack, module: str, *arguments: str, service: str, path: str) -> Iterator[int]:
    """A Python module as a server, started as this service is; gives its port once `path` answers."""
    [port] = free_ports(1)
    own = running.environment(service) | UNDOUBTED | {f"{service.upper()}_PORT": str(port)}
    with started(running, [sys.executable, "-m", module, *arguments], port=port, path=path, environment=own):
        yield port


class Edge(Struct, frozen=True, kw_only=True):
    """Ports of one Caddy: of the edge itself, and of plain file servers of the same folder beside it."""

    edge: int
    files: int
    unlogged_files: int


@contextmanager
def edge(running: RunningStack, *, path: str) -> Iterator[Edge]:
    """The edge of the stack once more, and in the same process two sites that serve its feeds as nothing but files."""
    ports = Edge(**dict(zip(Edge.__struct_fields__, free_ports(3), strict=True)))
    config = running.data / "bench.caddy"
    config.write_text(
        CADDYFILE.format(
            edge=caddy.FOLDER / "Caddyfile",
            root=running.stack.feeds,
            files=ports.files,
            unlogged_files=ports.unlogged_files,
        )
    )
    own = caddy.environment(running.stack) | {
        "EDGE_ADDRESS": f"http://:{ports.edge}",
        "EDGE_LOG": str(running.stack.log / "bench-access.json"),
    }
    command = [caddy.command()[0], "run", "--config", str(config), "--adapter", "caddyfile"]
    with started(running, command, port=ports.edge, path=path, environment=own):
        yield ports


# The first site's log is `log0`: the plain files' requests go where the edge's go, in the same format.
CADDYFILE = """import {edge}

(files) {{
	bind 127.0.0.1
	root {root}
	file_server {{
		precompressed zstd br gzip
	}}
}}

http://:{files} {{
	import files
	log
	log_name log0
}}

http://:{unlogged_files} {{
	import files
}}
"""


@contextmanager
def started(
    running: RunningStack, command: list[str], *, port: int, path: str, environment: dict[str, str]
) -> Iterator[None]:
    with (running.stack.log / "bench.log").open("ab") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment_of(running.stack) | environment, stdout=log, stderr=log
        )
    try:
        wait_until(lambda: answers(port, path), seconds=START_SECONDS, what=f"The start of {command}")
        yield
    finally:
        stop_quietly(process)
