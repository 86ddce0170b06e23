"""Servers of the benchmark's own beside the running stack: one process each."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local.ports import free_ports
from deploy.local.processes import stop_quietly
from deploy.local.programs import environment_of
from deploy.local.ready import answers
from deploy.local.running import RunningStack
from deploy.local.stack import ROOT
from deploy.local.waiting import wait_until

START_SECONDS = 30


@contextmanager
def python(running: RunningStack, module: str, *arguments: str, service: str, path: str) -> Iterator[int]:
    """A Python module as a server, started as this service is; gives its port once `path` answers."""
    [port] = free_ports(1)
    own = running.environment(service) | {f"{service.upper()}_PORT": str(port)}
    with started(running, [sys.executable, "-m", module, *arguments], port=port, path=path, environment=own):
        yield port


@contextmanager
def files(running: RunningStack, folder: Path, *, path: str) -> Iterator[int]:
    """Caddy as a plain server of the files in this folder; gives its port."""
    [port] = free_ports(1)
    caddy = str(Path(sys.executable).parent / "caddy")
    options = ["--root", str(folder), "--listen", f"127.0.0.1:{port}", "--no-compress", "--precompressed", "gzip"]
    own = {"XDG_CONFIG_HOME": str(running.data / "caddy"), "XDG_DATA_HOME": str(running.data / "caddy")}
    with started(running, [caddy, "file-server", *options], port=port, path=path, environment=own):
        yield port


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
